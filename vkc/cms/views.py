"""Pages that are not in the page tree: the way in, the contact form, feeds, robots, sitemap."""

from django.conf import settings
from django.contrib.sitemaps.views import sitemap as django_sitemap
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import get_language, get_language_from_request, override
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.views import serve

from vkc.cms.addresses import open_page, open_to_all
from vkc.cms.choices import LANGUAGES
from vkc.cms.exceptions import TooManyMessages
from vkc.cms.forms import ContactForm
from vkc.cms.models import HomePage, SiteSettings
from vkc.cms.services.contact import count_attempt, receive_message
from vkc.cms.sitemaps import all_sitemaps
from vkc.core.registry import feeds

CLOSED_TO_ROBOTS = ("/cms/", "/accounts/", "/my/", "/*/my/", "/*/search/", "/*/contact/write/")


def to_reader_language(request: HttpRequest, path: str = "") -> HttpResponseRedirect:
    """Send the reader to the same thing in a language they read, Vietnamese unless told."""
    wanted = get_language_from_request(request)
    language = wanted if wanted in LANGUAGES else "vi"
    query = request.META.get("QUERY_STRING", "")
    response = redirect(f"/{language}/{path}" + (f"?{query}" if query else ""))
    patch_vary_headers(response, ["Accept-Language"])
    patch_cache_control(response, no_cache=True)
    return response


@require_safe
def front_door(request: HttpRequest) -> HttpResponse:
    """`/` goes to the home in the reader's language."""
    return to_reader_language(request)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The home of one language, in one query."""
    homes = open_to_all(HomePage.objects.filter(locale__language_code=get_language()))
    found = homes.select_related("featured_case").order_by("path").first()
    if found is None:
        raise Http404
    return found.serve(request)


def page(request: HttpRequest, path: str) -> HttpResponse:
    """A page of the tree in two queries; whatever is not plainly public is Wagtail's to answer."""
    found = open_page(language=get_language() or "vi", path=path)
    return found.serve(request) if found else serve(request, path)


@require_safe
def feeds_door(request: HttpRequest) -> HttpResponse:
    """`/feeds/` goes to the list of feeds in the reader's language."""
    return to_reader_language(request, "feeds/")


@require_safe
def news_feed_door(request: HttpRequest) -> HttpResponse:
    """`/feeds/news.atom` goes to the feed in the reader's language."""
    return to_reader_language(request, "feeds/news.atom")


@require_safe
def feed_list(request: HttpRequest) -> HttpResponse:
    """Every feed the portal offers."""
    found = [offer() for offer in feeds]
    request.language_urls = {code: f"/{code}/feeds/" for code in LANGUAGES}
    return render(request, "cms/feed_list.html", {"feeds": found})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What robots need not read, and where the map of the site is."""
    closed = [f"Disallow: {path}" for path in CLOSED_TO_ROBOTS]
    text = ["User-agent: *", *closed, "", f"Sitemap: {settings.PUBLIC_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(text), content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """All public addresses in three languages, each with its alternates."""
    with override("vi"):
        return django_sitemap(request, sitemaps=all_sitemaps()).render()


@require_http_methods(["GET", "HEAD", "POST"])
def contact_write(request: HttpRequest) -> HttpResponse:
    """The contact form. It holds a token, so it is never cached."""
    form = ContactForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            count_attempt(origin=request.META.get("REMOTE_ADDR", ""))
        except TooManyMessages as refusal:
            form.add_error(None, str(refusal))
            status = 429
        else:
            if not form.is_trap_sprung:
                receive_message(
                    **form.message(),
                    language=get_language() or "vi",
                    recipients=SiteSettings.for_request(request).recipients(),
                    at=timezone.now(),
                )
            return redirect("cms:contact_sent")
    elif request.method == "POST":
        status = 422
    response = render(request, "cms/contact_write.html", {"form": form}, status=status)
    patch_cache_control(response, private=True, no_store=True)
    return response


@require_safe
def contact_sent(request: HttpRequest) -> HttpResponse:
    """Says that the message arrived."""
    contact_url = reverse("cms:contact_write").replace("write/", "")
    return render(request, "cms/contact_sent.html", {"contact_url": contact_url})
