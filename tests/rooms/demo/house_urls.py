"""The addresses of the house as the demo has them."""

from django.urls import include, path

from kith import urls

urlpatterns = [*urls.urlpatterns, path("demo/", include("kith.demo.urls"))]
handler400 = urls.handler400
handler403 = urls.handler403
handler404 = urls.handler404
handler500 = urls.handler500
