from vkc.places.services.figures import NotAdditive, Total, latest_figures, sum_forward
from vkc.places.services.loading import load_places

__all__ = ["NotAdditive", "Total", "latest_figures", "load_places", "sum_forward"]
