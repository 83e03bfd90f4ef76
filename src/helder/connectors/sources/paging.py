"""Ways of paging that dlt has not."""

from __future__ import annotations

from typing import Any

import requests
from dlt.sources.helpers.rest_client.paginators import JSONLinkPaginator


class EndOfStream(JSONLinkPaginator):
    """Follows a link until an answer says that there is no more, which may have a link too."""

    def update_state(self, response: requests.Response, data: list[Any] | None = None) -> None:
        super().update_state(response, data)
        told = response.json()
        if told.get("end_of_stream") or (told.get("meta") or {}).get("has_more") is False:
            self._next_reference = None
