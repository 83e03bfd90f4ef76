"""A small shop with two customers, Anna and Bo, whose keys are their e-mail addresses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from helder.connectors.reading.load import load
from helder.engines import DuckDBEngine, open_engine
from helder.model import TABLES

ANNA = "anna.peters@example.nl"
#: Texts that tell of Anna, none of which may be anywhere once she is erased.
TEXTS = {
    ANNA,
    "Anna Peters",
    "+31612345678",
    "anna.peters%40",
    "an-order-1",
    "an-case-1",
    "an-call-1",
    "an-visit-1",
    "an-phone-1",
}
TEXTS |= {
    "an-answer-1",
    "an-answer-2",
    "an-mention-1",
    "an-event-2",
    "ANNACODE",
    "Peters family",
    "what Anna said",
    "Keizersgracht 1",
}
_BO = "bo@example.dk"
#: By table, a file. Lines of orders, turns and so on name no customer, nor do some pages of a visit and an answer about a call.
FILES = {
    "customers": f"customer_id,name,email,phone,country,account,attributes.address,attributes.plan\n"
    f"{ANNA},Anna Peters,{ANNA},+31612345678,NL,Peters family,Keizersgracht 1,gold\n{_BO},Bo,{_BO},,DK,,,blue\n",
    "orders": "order_id,customer_id,ordered_at,status,revenue,session_id\n"
    f"an-order-1,{ANNA},2026-03-01T10:00:00Z,paid,20.00,an-visit-1\nbo-order-1,{_BO},2026-03-02T10:00:00Z,paid,30.00,\n",
    "order_lines": "order_id,line,product_id,quantity,revenue\nan-order-1,1,p1,1,20.00\nbo-order-1,1,p1,1,30.00\n",
    "cases": "case_id,customer_id,topic,opened_at\n"
    f"an-case-1,{ANNA},complaint of Anna Peters,2026-03-03T10:00:00Z\nbo-case-1,{_BO},bill,2026-03-03T11:00:00Z\n",
    "case_events": "case_id,at,event\nan-case-1,2026-03-03T10:00:00Z,opened\nbo-case-1,2026-03-03T11:00:00Z,opened\n",
    "contacts": "contact_id,case_id,customer_id,channel,offered_at,recording\n"
    "an-call-1,an-case-1,,phone,2026-03-03T09:00:00Z,/calls/an-phone-1.wav\n",
    "turns": "contact_id,turn,speaker,text\nan-call-1,1,customer,what Anna said\n",
    "answers": "answer_id,response_id,instrument,score,comment,customer_id,contact_id,answered_at\n"
    f"an-answer-1,an-phone-1,nps,9,what Anna said,{ANNA},,2026-03-04T10:00:00Z\n"
    f"an-answer-2,an-phone-1,csat,4,,,an-call-1,2026-03-04T10:00:00Z\nbo-answer-1,bo-r,nps,2,bad,{_BO},,2026-03-04T11:00:00Z\n",
    "page_events": "event_id,session_id,visitor_id,customer_id,at,event,page\n"
    f"an-event-1,an-visit-1,an-phone-1,{ANNA},2026-03-01T09:50:00Z,view,/account/anna.peters%40example.nl\n"
    f"an-event-2,an-visit-1,an-phone-1,,2026-03-01T09:40:00Z,view,/welcome?mail={ANNA}\n"
    f"bo-event-1,bo-visit-1,bo-phone,{_BO},2026-03-01T09:40:00Z,view,/\n",
    "mentions": f"mention_id,author,at,text,url,customer_id\nan-mention-1,Anna Peters,2026-03-05,what Anna said,https://x.example/1,{ANNA}\n",
    "referrals": "referral_id,code,referrer_id,shared_at,customer_id\n"
    f"ref-1,ANNACODE,{ANNA},2026-02-01T10:00:00Z,{_BO}\nref-2,ANNACODE,{ANNA},2026-02-01T10:00:00Z,\n",
    "predictions": f"subject,subject_id,model,made_at,value,reasons\ncustomer,{ANNA},alive_1,2026-03-06,0.5,Anna Peters buys\n",
}


def shop(folder: Path) -> DuckDBEngine:
    """The shop in a file whose texts lie in it as they are."""
    engine = opened(folder)
    engine.cursor().execute("pragma force_compression = 'uncompressed'")
    for name in FILES:
        again(engine, folder, name)
    rejected = f"order_id,customer_id,ordered_at\nan-order-1,{ANNA},yesterday\nbo-order-2,{_BO},tomorrow\n"
    again(engine, folder, "orders", rejected)
    engine.cursor().execute("checkpoint")
    return engine


def opened(folder: Path) -> DuckDBEngine:
    """The shop's file, opened with its home folder."""
    engine = open_engine(f"duckdb:///{folder / 'cx.duckdb'}", home=folder)
    assert isinstance(engine, DuckDBEngine)
    return engine


def again(engine: Any, folder: Path, name: str, content: str | None = None) -> Any:
    """Load a file of a table into the shop."""
    file = folder / f"{name}.csv"
    file.write_text(FILES[name] if content is None else content)
    done = load(engine, file, table=TABLES[name])
    file.unlink()
    return done
