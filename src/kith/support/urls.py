"""Addresses of support."""

from datetime import date

from django.urls import path, register_converter

from kith.support import views
from kith.support.choices import trial_views as trials
from kith.support.choices import views as choices
from kith.support.circles import doing_views as doing
from kith.support.circles import views as circles
from kith.support.dates import views as dates
from kith.support.media import views as media
from kith.support.plan import guide_views as guides
from kith.support.plan import outcome_views as outcomes
from kith.support.plan import views as plan
from kith.support.records import views as records


class DayConverter:
    """A date in an address, such as 2026-11-23."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        """The date. A ValueError means that there is no such page."""
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        """The date as it stands in the address."""
        return value.isoformat()


register_converter(DayConverter, "day")

app_name = "support"
urlpatterns = [
    path("support/", views.list_supports, name="supports"),
    path("support/begin/", views.begin_support, name="begin"),
    path("support/answers/", choices.answer_choices, name="answers"),
    path("circles/", circles.list_circles, name="circles"),
    path("circles/<uuid:person>/", circles.show_circle, name="circle"),
    path("circles/<uuid:person>/answer/", circles.answer, name="answer-circle"),
    path("circles/<uuid:person>/people/", circles.add_person, name="add-to-circle"),
    path("circles/<uuid:person>/wish/", circles.wish, name="circle-wish"),
    path("circles/<uuid:person>/asks/", doing.add_ask, name="add-ask"),
    path("circles/<uuid:person>/calendar/", doing.add_event, name="add-event"),
    path("circles/<uuid:person>/notes/", doing.add_note, name="add-note"),
    path("circles/people/<uuid:series>/", circles.change_person, name="in-circle"),
    path("circles/people/<uuid:series>/ask/", circles.ask_in, name="ask-into-circle"),
    path("circles/people/<uuid:series>/out/", circles.take_out, name="out-of-circle"),
    path("circles/asks/<uuid:ask>/take/", doing.take_ask, name="take-ask"),
    path("circles/asks/<uuid:ask>/give-back/", doing.give_back_ask, name="give-back-ask"),
    path("circles/asks/<uuid:ask>/end/", doing.end_ask, name="end-ask"),
    path("circles/calendar/<uuid:event>/agreed/", doing.meet, name="meet"),
    path("circles/calendar/<uuid:event>/out/", doing.cancel_event, name="cancel-event"),
    path("circles/teams/<slug:team>/", circles.team_circles, name="team-circles"),
    path("support/<uuid:support>/", views.show_support, name="support"),
    path("support/<uuid:support>/paper/", views.print_support, name="paper"),
    path("support/<uuid:support>/end/", views.end_support, name="end"),
    path("support/<uuid:support>/choices/", choices.choose_workers, name="choices"),
    path("support/<uuid:support>/choices/find/", choices.find_workers, name="find-workers"),
    path("support/<uuid:support>/choices/wishes/", choices.say_wishes, name="wishes"),
    path("support/<uuid:support>/choices/<uuid:worker>/trial/", trials.ask_trial, name="ask-trial"),
    path("support/trials/<uuid:trial>/", trials.show_trial, name="trial"),
    path("support/trials/<uuid:trial>/answer/", trials.answer_trial, name="answer-trial"),
    path("support/trials/<uuid:trial>/call-off/", trials.call_off_trial, name="call-off-trial"),
    path("support/working/<uuid:person>/", choices.say_about_work, name="working"),
    path("support/teams/<slug:team>/picture/", choices.show_picture, name="picture"),
    path("support/<uuid:support>/visits/add/", views.add_pattern, name="add-pattern"),
    path("support/<uuid:support>/pauses/add/", dates.begin_pause, name="begin-pause"),
    path("support/<uuid:support>/plan/", plan.show_plan, name="plan"),
    path("support/<uuid:support>/plan/paper/", plan.print_plan, name="plan-paper"),
    path("support/<uuid:support>/plan/write/", plan.write, name="write-plan"),
    path("support/<uuid:support>/plan/words/", plan.words_now, name="plan-words"),
    path("support/<uuid:support>/plan/agree/", plan.agree, name="agree-plan"),
    path("support/<uuid:support>/plan/ask/", plan.ask_to_agree, name="ask-to-agree"),
    path("support/<uuid:support>/plan/versions/", plan.versions, name="plan-versions"),
    path("support/<uuid:support>/plan/who-agrees/", plan.who_agrees, name="who-agrees"),
    path("support/<uuid:support>/plan/guides/", guides.list_guides, name="guides"),
    path("support/<uuid:support>/plan/guides/<slug:guide>/", guides.follow_guide, name="guide"),
    path("support/<uuid:support>/plan/media/", media.add_media, name="add-media"),
    path("support/media/<uuid:media>/", media.show_media, name="media"),
    path("support/media/<uuid:media>/out/", media.take_out, name="media-out"),
    path("support/<uuid:support>/plan/consents/", records.show_consents, name="consents"),
    path("support/<uuid:support>/plan/consents/say/", records.say_consent, name="say-consent"),
    path("support/<uuid:support>/plan/capacity/", records.write_capacity, name="write-capacity"),
    path("support/<uuid:support>/plan/omaha/", records.rate_omaha, name="rate-omaha"),
    path("support/<uuid:support>/plan/reviews/", records.show_reviews, name="reviews"),
    path("support/<uuid:support>/plan/reviews/add/", records.write_review, name="write-review"),
    path("support/<uuid:support>/plan/summary/", records.print_summary, name="summary"),
    path("support/<uuid:support>/plan/outcomes/add/", outcomes.add, name="add-outcome"),
    path(
        "support/<uuid:support>/plan/outcomes/<uuid:series>/",
        outcomes.change,
        name="change-outcome",
    ),
    path(
        "support/<uuid:support>/plan/outcomes/<uuid:series>/rate/",
        outcomes.rate,
        name="rate-outcome",
    ),
    path("support/<uuid:support>/plan/<slug:section>/", plan.save_words, name="save-words"),
    path("support/visits/<uuid:series>/change/", views.change_pattern, name="change-pattern"),
    path("support/visits/<uuid:series>/remove/", views.remove_pattern, name="remove-pattern"),
    path("support/visits/<uuid:series>/history/", views.show_history, name="history"),
    path("support/visits/<uuid:series>/dates/", dates.list_dates, name="dates"),
    path("support/visits/<uuid:series>/dates/<day:day>/", dates.change_date, name="date"),
    path("support/visits/<uuid:series>/dates/<day:day>/put-back/", dates.put_back, name="put-back"),
    path("support/pauses/<uuid:pause>/", dates.end_pause, name="end-pause"),
    path("support/pauses/<uuid:pause>/remove/", dates.remove_pause, name="remove-pause"),
]
