from django.db import migrations

from vkc.core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_states_roles_invitations")]

    operations = [append_only("accounts_accountevent")]
