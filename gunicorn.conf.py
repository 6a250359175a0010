"""What every gunicorn of the portal needs; read by itself from the folder it starts in."""

import gc

# No limit of gunicorn's own on the address line (its highest is 8,190): a question of 10,000
# characters gets the portal's page and sentence, not a bare line. The proxy limits what is absurd.
limit_request_line = 0
# No control socket in the home folder of whoever starts it.
control_socket_disable = True


def post_worker_init(worker: object) -> None:
    """Fewer collections: with Wagtail loaded each full one walks a million long-lived objects."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
