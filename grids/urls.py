"""Addresses of inspections, hazards and the map."""

from django.urls import path

from grids.models import Action
from grids.views import hazards, inspections, limits, maps

app_name = "grids"

ACTIONS = (
    Action.ADVISE,
    Action.RECTIFY,
    Action.VERIFY,
    Action.SEND_BACK,
    Action.EXTEND,
    Action.WITHDRAW,
)

urlpatterns = [
    path("premises/<uuid:pk>/inspect/", inspections.inspection_new, name="inspection-new"),
    path("inspect/", inspections.inspect_start, name="inspect"),
    path("inspections/", inspections.inspection_list, name="inspections"),
    path("inspections/<uuid:pk>/", inspections.inspection_detail, name="inspection"),
    path("hazards/", hazards.hazard_list, name="hazards"),
    path("hazards/new/", hazards.hazard_new, name="hazard-new"),
    path("hazards/<uuid:pk>/", hazards.hazard_detail, name="hazard"),
    path("hazards/<uuid:pk>/advice/", hazards.hazard_advice, name="hazard-advice"),
    *(
        path(
            f"hazards/<uuid:pk>/{action.value}/",
            hazards.hazard_action,
            {"action": action},
            name=f"hazard-{action.value}",
        )
        for action in ACTIONS
    ),
    path("limits/", limits.limit_list, name="limits"),
    path("limits/new/", limits.limit_new, name="limit-new"),
    path("limits/<uuid:pk>/", limits.limit_detail, name="limit"),
    path("limits/<uuid:pk>/edit/", limits.limit_edit, name="limit-edit"),
    path("map/", maps.grid_map, name="map"),
    path("map/data/", maps.grid_map_data, name="map-data"),
]
