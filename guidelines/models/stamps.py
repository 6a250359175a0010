from django.db import models


class LibraryStamp(models.Model):
    """One row per statement that changed what the library list shows; written by triggers alone.

    The set of rows names a state of the library: `library_index` reads it to know that what it
    holds in memory is still the truth. Old rows are pruned by the same trigger.
    """

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)
