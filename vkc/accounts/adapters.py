"""How allauth behaves here."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by e-mail."""


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Sign-in through a ministry or national identity provider."""
