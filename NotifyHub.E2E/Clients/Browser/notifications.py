"""Stands in for a desktop's notification service (org.freedesktop.Notifications) on a bus of its own: tells on stdout what a browser shows,
one JSON object a line, and presses on it what stdin says: "ID ACTION", or "ID -" to close it."""
import json
import sys

import dbus
import dbus.mainloop.glib
import dbus.service
from gi.repository import GLib

NAME = "org.freedesktop.Notifications"


class Notifications(dbus.service.Object):
    def __init__(self, bus):
        super().__init__(bus, "/org/freedesktop/Notifications")
        self.last = 0

    @dbus.service.method(NAME, in_signature="susssasa{sv}i", out_signature="u")
    def Notify(self, app, replaces, icon, summary, body, actions, hints, timeout):
        self.last = int(replaces) or self.last + 1
        tell(id=self.last, title=str(summary), body=str(body), actions=dict(zip(map(str, actions[::2]), map(str, actions[1::2]))), replaces=int(replaces),
             image="image-data" in hints or "icon_data" in hints or "image-path" in hints)
        return dbus.UInt32(self.last)

    @dbus.service.method(NAME, in_signature="u", out_signature="")
    def CloseNotification(self, id):
        tell(closed=int(id))
        self.NotificationClosed(id, 3)

    @dbus.service.method(NAME, in_signature="", out_signature="as")
    def GetCapabilities(self):
        return ["actions", "body", "body-markup", "icon-static", "persistence"]

    @dbus.service.method(NAME, in_signature="", out_signature="ssss")
    def GetServerInformation(self):
        return ("NotifyHub tests", "NotifyHub", "1", "1.2")

    @dbus.service.signal(NAME, signature="uu")
    def NotificationClosed(self, id, reason):
        pass

    @dbus.service.signal(NAME, signature="us")
    def ActionInvoked(self, id, action):
        pass


def tell(**what):
    print(json.dumps(what), flush=True)


def press(source, _):
    line = source.readline()
    if not line:
        loop.quit()
        return False
    id, action = line.split(maxsplit=1)
    if action.strip() != "-":
        service.ActionInvoked(dbus.UInt32(id), action.strip())
    service.NotificationClosed(dbus.UInt32(id), dbus.UInt32(2))
    return True


dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
bus = dbus.SessionBus()
name = dbus.service.BusName(NAME, bus)
service = Notifications(bus)
loop = GLib.MainLoop()
GLib.io_add_watch(sys.stdin, GLib.IO_IN | GLib.IO_HUP, press)
tell(ready=True)
loop.run()
