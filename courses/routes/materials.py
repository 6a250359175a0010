from django.urls import path

from courses.views import materials

patterns = [
    path("sessions/<int:pk>/materials/", materials.session_materials, name="materials"),
    path("materials/<int:pk>/", materials.material_file, name="material"),
]
