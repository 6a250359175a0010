"""The component gallery for developers: every piece of the look with sample content."""

from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vkc.core.gallery_samples import samples


class SampleForm(forms.Form):
    """A form with each kind of field."""

    name = forms.CharField(label="Họ và tên", help_text="Như trên công văn cử.")
    email = forms.EmailField(label="Thư điện tử")
    born_on = forms.DateField(label="Ngày sinh", required=False)
    unit = forms.ChoiceField(
        label="Tỉnh, thành phố", choices=[("48", "Đà Nẵng"), ("56", "Khánh Hòa")]
    )
    wish = forms.ChoiceField(
        label="Hình thức học",
        choices=[("here", "Trực tiếp"), ("online", "Trực tuyến")],
        widget=forms.RadioSelect,
    )
    letter = forms.FileField(
        label="Bản quét công văn", required=False, help_text="PDF, tối đa 10 MB."
    )
    note = forms.CharField(
        label="Ghi chú", widget=forms.Textarea(attrs={"rows": 4}), required=False
    )
    agree = forms.BooleanField(label="Tôi xác nhận thông tin trên là đúng")


def gallery_context() -> dict[str, Any]:
    """Everything templates/core/gallery.html shows; invented, and marked so."""
    return {
        **samples(today=date(2026, 11, 22)),
        "form": SampleForm(),
        "wrong_form": SampleForm({"name": "", "email": "khong-phai-thu", "born_on": "31/02/1990"}),
        "page": Paginator(range(101), 20).page(2),
    }


def gallery(request: HttpRequest) -> HttpResponse:
    """Served in development only."""
    return render(request, "core/gallery.html", gallery_context())
