"""What columns of the data model are called elsewhere, in English, Dutch and Danish; and what their values are called."""

from __future__ import annotations

#: Other names of columns, as `plain` writes names. A table's own names come first and need no entry.
NAMES: dict[str, tuple[str, ...]] = {
    "customer_id": ("customerid", "customer", "customer_no", "klantid", "klant_id", "klantnummer", "klant", "kundeid", "kunde_id", "kundenummer",
        "kunde", "caller_id", "user_id", "client_id"),
    "contact_id": ("contactid", "call_id", "callid", "gesprek_id", "gespreksnummer", "opkaldsid", "opkald_id", "conversation_id", "chat_id"),
    "case_id": ("caseid", "ticket_id", "ticketid", "ticket", "ticketnummer", "zaaknummer", "zaak_id", "sagsnummer", "sag_id", "incident", "number"),
    "order_id": ("orderid", "order_no", "order_number", "ordernummer", "bestelnummer", "ordrenummer", "ordre_id", "invoiceno", "invoice_no", "factuurnummer",
        "fakturanummer"),
    "product_id": ("productid", "sku", "stockcode", "artikelnummer", "artikel", "varenummer", "item_id", "produkt_id"),
    "employee_id": ("employeeid", "agent", "agent_id", "medewerker", "medewerker_id", "medarbejder", "medarbejder_id", "server", "assigned_to", "assignee"),
    "answer_id": ("answerid", "antwoord_id", "svar_id"),
    "response_id": ("responseid", "response", "respondent_id", "respnum", "besvarelse_id"),
    "subscription_id": ("subscriptionid", "abonnement", "abonnement_id", "contract_id", "contractnummer"),
    "session_id": ("sessionid", "sessie", "sessie_id", "visit_id"),
    "question": ("question_code", "vraag", "sporgsmal"),
    "score": ("rating", "cijfer", "waardering", "bedommelse", "karakter", "nps_score", "csat_score"),
    "comment": ("comments", "opmerking", "opmerkingen", "toelichting", "kommentar", "verbatim", "feedback"),
    "weight": ("gewicht", "weging", "vaegt"),
    "channel": ("kanaal", "kanal", "contact_type", "source_channel", "medium"),
    "topic": ("subject", "onderwerp", "emne", "category", "categorie", "kategori", "reason"),
    "queue": ("wachtrij", "ko", "skill"),
    "team": ("afdeling", "afdeling_team", "assignment_group", "department", "gruppe"),
    "priority": ("prioriteit", "prioritet"),
    "status": ("state", "tilstand", "incident_state"),
    "outcome": ("result", "resultaat", "resultat", "disposition", "afloop", "udfald"),
    "language": ("lang", "taal", "sprog"),
    "country": ("land", "country_code"),
    "name": ("full_name", "naam", "navn", "description", "omschrijving", "beskrivelse"),
    "email": ("e_mail", "mail", "email_address", "emailadres", "e_mailadres"),
    "phone": ("telephone", "telefoon", "telefoonnummer", "telefon", "telefonnummer", "mobile"),
    "gender": ("geslacht", "kon", "sex"),
    "born_on": ("birth_date", "date_of_birth", "geboortedatum", "fodselsdato", "dob"),
    "signed_up_at": ("created_at", "signup_date", "registered_at", "aangemeld", "aangemaakt", "oprettet", "customer_since", "klant_sinds"),
    "answered_at": ("submitted_at", "response_date", "completed_at", "beantwoord", "ingevuld_op", "besvaret", "answer_date"),
    "asked_at": ("sent_at", "verstuurd", "sendt"),
    "opened_at": ("created_at", "geopend", "aangemaakt", "oprettet", "abnet", "opened"),
    "resolved_at": ("solved_at", "opgelost", "opgelost_op", "lost", "resolved"),
    "closed_at": ("gesloten", "gesloten_op", "lukket", "closed"),
    "first_replied_at": ("first_reply_at", "first_response_at", "eerste_reactie", "forste_svar"),
    "offered_at": ("arrived_at", "start_time", "started_at", "call_start", "binnengekomen", "ankommet", "starttijd", "starttid"),
    "ended_at": ("end_time", "call_end", "eindtijd", "beeindigd", "sluttid", "afsluttet", "end_date"),
    "started_at": ("start_date", "ingangsdatum", "startdatum", "startdato"),
    "wait_seconds": ("wait_time", "waiting_time", "wachttijd", "ventetid", "q_time", "queue_time"),
    "talk_seconds": ("talk_time", "gesprekstijd", "gespreksduur", "taletid", "ser_time", "duration"),
    "hold_seconds": ("hold_time", "in_de_wacht", "holdtid"),
    "wrap_seconds": ("wrap_time", "after_call_work", "acw", "nawerktijd", "efterbehandling"),
    "transfers": ("transfer_count", "doorverbonden", "viderestillet", "reassignment_count"),
    "ordered_at": ("order_date", "orderdate", "besteldatum", "ordredato", "invoicedate", "invoice_date", "factuurdatum", "fakturadato", "bestilt"),
    "revenue": ("amount", "total", "omzet", "bedrag", "belob", "omsaetning", "dollar_value", "total_amount", "net_amount", "totaal"),
    "cost": ("costs", "kosten", "kostprijs", "omkostning", "kostpris"),
    "price": ("unitprice", "unit_price", "prijs", "pris", "stykpris"),
    "quantity": ("qty", "aantal", "antal", "number_of_cds", "units"),
    "currency": ("valuta", "currency_code", "muntsoort"),
    "line": ("line_no", "regel", "regelnummer", "linje", "linjenummer", "position"),
    "monthly_revenue": ("monthlycharges", "monthly_charges", "monthly_fee", "maandbedrag", "manedsbelob", "mrr"),
    "end_reason": ("churn_reason", "reden", "opzegreden", "opsigelsesarsag", "cancel_reason"),
    "spent_on": ("date", "datum", "dato"),
    "amount": ("spend", "cost", "bedrag", "belob", "kosten"),
    "day": ("date", "datum", "dato"),
    "symbol": ("ticker",),
    "close": ("closing_price", "slotkoers", "slutkurs"),
    "adjusted_close": ("adj_close",),
    "at": ("timestamp", "created_at", "date", "time", "tijdstip", "tidspunkt"),
    "text": ("message", "bericht", "tekst", "body", "content"),
    "page": ("url", "path", "pagina", "side"),
    "network": ("platform", "netwerk", "netvaerk"),
    "segment": ("klantsegment", "kundesegment", "customer_type"),
    "hired_on": ("hire_date", "in_dienst", "ansat"),
    "left_on": ("leave_date", "uit_dienst", "fratradt"),
}  # fmt: skip

#: Other words for allowed values, by column.
VALUES: dict[str, dict[str, str]] = {
    "outcome": {
        "agent": "answered", "handled": "answered", "connected": "answered", "beantwoord": "answered", "besvaret": "answered",
        "hang": "abandoned", "hangup": "abandoned", "abandon": "abandoned", "opgehangen": "abandoned", "tabt": "abandoned", "lost": "abandoned",
        "busy": "blocked", "geblokkeerd": "blocked", "blokeret": "blocked", "self_service": "self_served", "zelfbediening": "self_served",
        "terugbellen": "callback", "call_back": "callback",
    },
    "status": {
        "betaald": "paid", "betalt": "paid", "completed": "paid", "complete": "paid", "open": "pending", "betaling_in_behandeling": "pending",
        "geannuleerd": "cancelled", "annulleret": "cancelled", "canceled": "cancelled", "refund": "credit", "creditnota": "credit", "kreditnota": "credit",
    },
    "direction": {"in": "inbound", "incoming": "inbound", "inkomend": "inbound", "indgaende": "inbound", "out": "outbound", "outgoing": "outbound",
        "uitgaand": "outbound", "udgaende": "outbound"},
    "respondent": {"klant": "customer", "kunde": "customer", "medewerker": "employee", "medarbejder": "employee", "bezoeker": "visitor", "gaest": "visitor"},
    "opened_by": {"klant": "customer", "kunde": "customer", "medewerker": "agent", "medarbejder": "agent"},
    "author": {"klant": "customer", "kunde": "customer", "medewerker": "agent", "medarbejder": "agent"},
    "entry": {"menu": "ivr", "vru": "ivr", "website": "site", "chatbot": "bot"},
}  # fmt: skip

_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "é": "e", "è": "e", "ë": "e", "ï": "i", "ö": "o", "ü": "u", "á": "a"})


def plain(name: str) -> str:
    """A name in small letters without accents, its words joined by underscores."""
    spaced = "".join(letter if letter.isalnum() else " " for letter in name.lower().translate(_LETTERS))
    return "_".join(spaced.split())
