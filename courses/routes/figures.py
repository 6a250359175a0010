from django.urls import path

from courses.views import figures

patterns = [
    path("figures/", figures.open_figures, name="figures"),
    path("figures/<slug:by>.<slug:form>", figures.open_file, name="figures_file"),
]
