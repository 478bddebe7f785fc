"""Referrals as a file: chosen, looked at with what is wrong, taken in, taken back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from kith import clock
from kith.audit.actions import opened, record

from .. import columns, forms, importing, reading, sheet
from ..models import ReferralFile

AT_ONCE = 100  # rows on a page


@require_http_methods(["GET", "POST"])
def files(request):
    """The files of before, and a new one."""
    form = forms.FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = forms.FileForm(request.POST, request.FILES)
        if form.is_valid():
            answer = _add(request, form)
            if answer:
                return answer
    record("opened.referral_files", by=request.user)
    found = ReferralFile.objects.for_user(request.user, "U").select_related("added_by")
    context = {"form": form, "files": found[:20], "zone": request.user.zone}
    return render(request, "intake/files.html", context, status=422 if form.errors else 200)


def _add(request, form):
    try:
        file, made = importing.add(
            practice=request.user.practice,
            content=form.cleaned_data["file"].read(sheet.BIGGEST + 1),
            by=request.user,
        )
    except sheet.Refused as refusal:
        form.add_error("file", str(refusal))
        return None
    if not made:
        messages.info(request, _("This file was read before. Nothing was added a second time."))
    return redirect("intake:file", file.pk)


@require_safe
def template(request):
    """An empty table to fill in, with the headings that are recognised."""
    answer = HttpResponse(",".join(columns.TEMPLATE) + "\r\n", content_type="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="referrals.csv"'
    return answer


@require_http_methods(["GET", "POST"])
def file(request, file_id):
    """One file: how its columns are read, each row with what is wrong or known; then the deed."""
    row = get_object_or_404(ReferralFile.objects.for_user(request.user, "U"), pk=file_id)
    if row.state != "open":
        return _settled(request, row)
    page = _Page(request, row)
    if request.method == "POST" and page.done():
        return page.answer
    opened(row, by=request.user)
    return render(request, "intake/file.html", page.context(), status=422 if page.wrong else 200)


class _Page:
    """A file that is looked at, and what was asked for on its page."""

    def __init__(self, request, row):
        self.request, self.row, self.answer, self.wrong = request, row, None, False
        self.lines = sheet.lines(row.rows, row.reads, clock.today(row.practice.time_zone))
        self.last = max(0, (len(self.lines) - 1) // AT_ONCE)
        place = request.POST.get("page") or request.GET.get("page") or ""
        self.number = min(int(place), self.last) if place.isdecimal() and len(place) < 5 else 0
        self.shown = self.lines[self.number * AT_ONCE : (self.number + 1) * AT_ONCE]
        do = request.POST.get("do", "")
        self.columns_form = forms.ColumnsForm(
            request.POST if do == "arrange" else None, headings=row.columns, reads=row.reads
        )
        self.rows_form = forms.RowsForm(
            request.POST if do in ("keep", "take_in") else None,
            lines=self.shown,
            left_out=row.left_out,
        )

    def done(self):
        """Do what was asked for; whether it leads to another page."""
        deed = {
            "arrange": self._arrange,
            "keep": self._keep,
            "take_in": self._take_in,
            "put_away": self._put_away,
        }.get(self.request.POST.get("do", ""))
        if deed is None:
            self.wrong = True
            messages.error(self.request, _("Choose what is to be done with this file."))
            return False
        try:
            deed()
        except importing.Settled:
            messages.info(self.request, _("Somebody settled this file meanwhile."))
            self.answer = redirect("intake:file", self.row.pk)
        return self.answer is not None

    def _arrange(self):
        if not self.columns_form.is_valid():
            self.wrong = True
            return
        importing.arrange(file=self.row, reads=self.columns_form.reads(), by=self.request.user)
        self.answer = redirect("intake:file", self.row.pk)

    def _keep(self):
        self._choose()
        there = redirect("intake:file", self.row.pk)
        following = min(self.number + 1, self.last)
        there["Location"] += f"?page={following}"
        self.answer = there

    def _choose(self):
        self.rows_form.is_valid()
        self.row = importing.leave_out(
            file=self.row,
            shown=[line.number for line in self.shown],
            wanted=self.rows_form.wanted(),
            by=self.request.user,
        )

    def _take_in(self):
        self._choose()
        if not self._wanted():
            self.wrong = True
            messages.error(self.request, _("No row is chosen that can be taken in."))
            return
        file = importing.take_in(file=self.row, by=self.request.user)
        words = ngettext(
            "%(count)d referral taken in. You can take it back for a day.",
            "%(count)d referrals taken in. You can take them back for a day.",
            file.count,
        )
        messages.success(self.request, words % {"count": file.count})
        self.answer = redirect("intake:file", self.row.pk)

    def _put_away(self):
        importing.put_away(file=self.row, by=self.request.user)
        messages.success(self.request, _("Put away. Nothing of it was kept."))
        self.answer = redirect("intake:files")

    def _wanted(self):
        left_out = set(self.row.left_out)
        return [line for line in self.lines if not line.wrong and line.number not in left_out]

    def context(self):
        names = reading.names_in_file(self.request.user, self.lines)
        return {
            "file": self.row,
            "columns_form": self.columns_form,
            "rows": [
                {
                    "line": line,
                    "place": line.number + 2,
                    "tick": self.rows_form.tick(line.number),
                    "same": names.get(line.number, []),
                }
                for line in self.shown
            ],
            "figures": self._figures(names),
            "page": self.number,
            "pages": range(self.last + 1),
            "more": self.number < self.last,
            "wanted": len(self._wanted()),
            "zone": self.request.user.zone,
        }

    def _figures(self, names):
        return [
            {"label": _("Rows"), "value": len(self.lines)},
            {"label": _("Can be taken in"), "value": sum(not line.wrong for line in self.lines)},
            {"label": _("With something wrong"), "value": sum(map(bool, self._wrongs()))},
            {"label": _("Perhaps known here"), "value": len(names)},
        ]

    def _wrongs(self):
        return [line.wrong for line in self.lines]


def _settled(request, row):
    """What became of a file; taking it back while that may be done."""
    if request.method == "POST":
        if request.POST.get("do") == "take_back":
            _take_back(request, row)
        return redirect("intake:file", row.pk)
    opened(row, by=request.user)
    until = row.settled_at + importing.UNDO_WITHIN
    context = {
        "file": row,
        "until": until if row.state == "taken" and clock.now() <= until else None,
        "enquiries": reading.of_file(row, request.user),
        "zone": request.user.zone,
    }
    return render(request, "intake/file_settled.html", context)


def _take_back(request, row):
    try:
        stay = importing.take_back(file=row, by=request.user)
    except importing.TooLate:
        messages.error(request, _("The day is over. Close the referrals one by one."))
    except importing.Settled:
        messages.info(request, _("Somebody settled this file meanwhile."))
    else:
        if stay:
            words = _("Taken back, but for %(count)d that somebody has acted on.")
            messages.success(request, words % {"count": stay})
        else:
            messages.success(request, _("Taken back, as if the file had not come."))
