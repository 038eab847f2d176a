from django.urls import path

from gongkai.web.accounts import views

urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-out/", views.SignOut.as_view(), name="sign_out"),
    path("account/second-factor/", views.second_factor, name="second_factor"),
]
