"""Addresses of signing in and of one's own account."""

from django.conf import settings
from django.urls import path

from gongkai.web.accounts.views import account, second_factor, sign_in

urlpatterns = [
    path("sign-in/", sign_in.SignIn.as_view(), name="sign_in"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("account/", account.account, name="account"),
    path("account/password/", account.change_password, name="change_password"),
    path("account/sessions/end/", account.end_session, name="end_session"),
    path("account/sessions/end-others/", account.end_other_sessions, name="end_other_sessions"),
    path("account/second-factor/", second_factor.verify, name="second_factor"),
    path("account/second-factor/set-up/", second_factor.set_up, name="set_up_second_factor"),
    path("account/second-factor/recovery-codes/", second_factor.recovery_codes, name="recovery_codes"),
    path("account/second-factor/recovery-codes/new/", second_factor.new_recovery_codes, name="new_recovery_codes"),
]

if settings.OIDC_ISSUER:
    from gongkai.web.accounts.outside.urls import urlpatterns as outside

    urlpatterns += outside
