"""For servers that speak WSGI only: all pages, without the bell that rings by itself."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")
application = get_wsgi_application()  # sets up Django: rooms can be imported after it only

from portal.deployment import let_go_of_database  # noqa: E402
from workflow import stranded  # noqa: E402

stranded.refuse_stranding()
let_go_of_database()
