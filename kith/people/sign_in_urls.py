"""The pages of signing in. Their names are the library's, so they have no namespace."""

from django.urls import path

from .views import factors, sign_in

urlpatterns = [
    path("sign-in/", sign_in.SignIn.as_view(), name="account_login"),
    path("sign-in/code/", sign_in.AskForCode.as_view(), name="account_request_login_code"),
    path("sign-in/code/enter/", sign_in.ConfirmCode.as_view(), name="account_confirm_login_code"),
    path("sign-in/passkey/", sign_in.PasskeyIn.as_view(), name="mfa_login_webauthn"),
    path("sign-in/second-step/", sign_in.SecondFactor.as_view(), name="mfa_authenticate"),
    path("sign-out/", sign_in.SignOut.as_view(), name="account_logout"),
    path("password/reset/", sign_in.AskForReset.as_view(), name="account_reset_password"),
    path(
        "password/reset/code/",
        sign_in.ConfirmReset.as_view(),
        name="account_confirm_password_reset_code",
    ),
    path(
        "password/reset/new/",
        sign_in.NewPassword.as_view(),
        name="account_complete_password_reset",
    ),
    path(
        "password/reset/done/",
        sign_in.ResetDone.as_view(),
        name="account_password_reset_completed",
    ),
    path("again/password/", sign_in.PasswordAgain.as_view(), name="account_reauthenticate"),
    path("again/code/", sign_in.CodeAgain.as_view(), name="mfa_reauthenticate"),
    path("again/passkey/", sign_in.PasskeyAgain.as_view(), name="mfa_reauthenticate_webauthn"),
    path("second-step/app/", factors.add_app, name="mfa_activate_totp"),
    path("second-step/app/remove/", factors.remove_app, name="mfa_deactivate_totp"),
    path("second-step/passkey/", factors.add_passkey, name="mfa_add_webauthn"),
    path("second-step/passkeys/", factors.passkeys, name="mfa_list_webauthn"),
    path(
        "second-step/passkeys/<int:pk>/remove/", factors.remove_passkey, name="mfa_remove_webauthn"
    ),
    path("second-step/codes/", factors.codes, name="mfa_view_recovery_codes"),
    path("second-step/codes/new/", factors.renew_codes, name="mfa_generate_recovery_codes"),
]
