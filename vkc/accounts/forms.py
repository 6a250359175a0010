from django import forms


class SignupForm(forms.Form):
    """What allauth's sign-up form asks beside e-mail and password."""

    def signup(self, request, user) -> None:
        """Called by allauth when the account is made."""
