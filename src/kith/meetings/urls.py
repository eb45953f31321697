"""Addresses of the meetings room, below /at/<co-op>/."""

from django.urls import path

from kith.meetings.views import after, calling, running, showing, taking_part

app_name = "meetings"
ONE, ITEM = "meetings/<int:meeting>/", "meetings/<int:meeting>/agenda/<uuid:item>/"
PROXY, VOTE = "meetings/<int:meeting>/proxies/<uuid:proxy>/", "meetings/<int:meeting>/votes/"
urlpatterns = [
    path("meetings/", showing.list_meetings, name="meetings"),
    path("meetings/plan/", calling.plan, name="plan"),
    path("meetings/papers/<uuid:paper>/", showing.download, name="paper"),
    path("meetings/tasks/<uuid:task>/done/", after.finish_task, name="task-done"),
    path(ONE, showing.show_meeting, name="meeting"),
    path(f"{ONE}live/", showing.show_live, name="live"),
    path(f"{ONE}place/", calling.change_place, name="place"),
    path(f"{ONE}move/", calling.move, name="move"),
    path(f"{ONE}send/", calling.send, name="send"),
    path(f"{ONE}cancel/", calling.cancel, name="cancel"),
    path(f"{ONE}agenda/add/", calling.add_item, name="add-item"),
    path(f"{ONE}motion/", calling.put_motion, name="motion"),
    path(f"{ONE}motion/new/", calling.new_motion, name="new-motion"),
    path(f"{ONE}papers/add/", calling.add_paper, name="add-paper"),
    path(ITEM, showing.show_item, name="item"),
    path(f"{ITEM}move/", calling.move_item, name="move-item"),
    path(f"{ITEM}remove/", calling.remove_item, name="remove-item"),
    path(f"{ITEM}take-up/", running.take_up, name="take-up"),
    path(f"{ITEM}speak/", taking_part.speak, name="speak"),
    path(f"{ITEM}turns/<uuid:turn>/drop/", taking_part.drop, name="drop-turn"),
    path(f"{ITEM}turns/<uuid:turn>/word/", running.give_word, name="give-word"),
    path(f"{ITEM}end-word/", running.end_word, name="end-word"),
    path(f"{ITEM}amend/", taking_part.amend, name="amend"),
    path(f"{ITEM}set-aside/", running.set_aside, name="set-aside"),
    path(f"{ITEM}approve/", after.approve, name="approve"),
    path(f"{ONE}proxy/", taking_part.name_proxy, name="name-proxy"),
    path(f"{PROXY}accept/", taking_part.accept, name="accept-proxy"),
    path(f"{PROXY}decline/", taking_part.decline, name="decline-proxy"),
    path(f"{PROXY}end/", taking_part.end, name="end-proxy"),
    path(f"{PROXY}directions/", taking_part.direct, name="direct-proxy"),
    path(f"{ONE}come/", taking_part.come, name="come"),
    path(f"{ONE}go/", taking_part.go, name="go"),
    path(f"{ONE}people/", running.came, name="came"),
    path(f"{ONE}people/left/", running.left, name="left"),
    path(f"{ONE}open/", running.open_meeting, name="open"),
    path(f"{ONE}chair/", running.change_chair, name="chair"),
    path(f"{ONE}adjourn/", running.adjourn, name="adjourn"),
    path(f"{ONE}end/", running.end, name="end"),
    path(f"{ONE}note/", running.note, name="note"),
    path(f"{VOTE}<int:number>/open/", running.open_vote, name="open-vote"),
    path(f"{VOTE}<int:number>/close/", running.close_vote, name="close-vote"),
    path(f"{VOTE}<int:number>/hands/", running.hands, name="hands"),
    path(f"{VOTE}<int:number>/", taking_part.cast, name="cast"),
    path(f"{ONE}minutes/", after.show_minutes, name="minutes"),
    path(f"{ONE}minutes/write/", after.write_minutes, name="write-minutes"),
    path(f"{ONE}tasks/add/", after.agree_task, name="add-task"),
]
