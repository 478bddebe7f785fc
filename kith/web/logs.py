"""JSON lines about the running of the house: event names, ids, never words (SEC-36)."""

import logging
import sys

import structlog

ALLOWED = {"event", "level", "timestamp", "request", "method", "route", "status", "job", "count"}
ALLOWED |= {"kind", "error", "where", "seconds", "channel", "action", "by", "about", "part"}


def only_known(logger, name, event):
    """Drop every key that is not on the list, so that no value can slip in."""
    return {key: value for key, value in event.items() if key in ALLOWED}


class Plain(logging.Formatter):
    """Library log lines: where and what kind, not the message, which may hold values."""

    def format(self, record):
        kind = record.exc_info[0].__name__ if record.exc_info else ""
        where = ""
        if record.exc_info and record.exc_info[2]:
            trace = record.exc_info[2]
            while trace.tb_next:
                trace = trace.tb_next
            where = f"{trace.tb_frame.f_globals.get('__name__', '')}:{trace.tb_lineno}"
        render = structlog.processors.JSONRenderer()
        facts = {"event": record.name, "level": record.levelname.lower()}
        facts |= {"error": kind, "where": where} if kind else {}
        return render(None, "", facts)


def configure(_settings):
    """Called by Django at start."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Plain())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("django.server").propagate = False
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            only_known,
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
