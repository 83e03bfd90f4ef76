"""The systems Helder can be connected to."""

from __future__ import annotations

from helder.connectors.sources.chatwoot import CHATWOOT
from helder.connectors.sources.feeds import FEEDS
from helder.connectors.sources.folder import FILES
from helder.connectors.sources.liveagent import LIVEAGENT
from helder.connectors.sources.mailbox import MAILBOX
from helder.connectors.sources.shopify import SHOPIFY
from helder.connectors.sources.sql import SQL
from helder.connectors.sources.system import System
from helder.connectors.sources.woocommerce import WOOCOMMERCE
from helder.connectors.sources.zendesk import ZENDESK

SYSTEMS: dict[str, System] = {
    one.name: one for one in (ZENDESK, LIVEAGENT, CHATWOOT, SHOPIFY, WOOCOMMERCE, SQL, FILES, FEEDS, MAILBOX)
}
