<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
    <context>
        <name>BoardPage</name>
        <message numerus="yes">
            <source>of %n sittings</source>
            <translation>
                <numerusform>of %n sitting</numerusform>
                <numerusform>of %n sittings</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>DoorPane</name>
        <message numerus="yes">
            <source>%n arrivals</source>
            <translation>
                <numerusform>%n arrival</numerusform>
                <numerusform>%n arrivals</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>EveningCard</name>
        <message numerus="yes">
            <source>%n items on the agenda</source>
            <translation>
                <numerusform>%n item on the agenda</numerusform>
                <numerusform>%n items on the agenda</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n issues</source>
            <translation>
                <numerusform>%n issue</numerusform>
                <numerusform>%n issues</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n commitments</source>
            <translation>
                <numerusform>%n commitment</numerusform>
                <numerusform>%n commitments</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n waiting to be matched on Zoom</source>
            <translation>
                <numerusform>%n waiting to be matched on Zoom</numerusform>
                <numerusform>%n waiting to be matched on Zoom</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>GroupPanel</name>
        <message numerus="yes">
            <source>They are these %n people</source>
            <translation>
                <numerusform>It is this person (%n)</numerusform>
                <numerusform>They are these %n people</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n connections</source>
            <translation>
                <numerusform>%n connection</numerusform>
                <numerusform>%n connections</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Intake</name>
        <message numerus="yes">
            <source>%n people on Zoom.</source>
            <translation>
                <numerusform>%n person on Zoom.</numerusform>
                <numerusform>%n people on Zoom.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n are sure and counted.</source>
            <translation>
                <numerusform>%n is sure and counted.</numerusform>
                <numerusform>%n are sure and counted.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n wait to be decided.</source>
            <translation>
                <numerusform>%n waits to be decided.</numerusform>
                <numerusform>%n wait to be decided.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n lines had times that nobody can read.</source>
            <translation>
                <numerusform>%n line had times that nobody can read.</numerusform>
                <numerusform>%n lines had times that nobody can read.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>IssuesPane</name>
        <message numerus="yes">
            <source>From earlier sittings: %n open</source>
            <translation>
                <numerusform>From earlier sittings: %n open</numerusform>
                <numerusform>From earlier sittings: %n open</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>MatchingPage</name>
        <message numerus="yes">
            <source>%n people confirmed. Ctrl+Z takes all of them back.</source>
            <translation>
                <numerusform>%n person confirmed. Ctrl+Z takes it back.</numerusform>
                <numerusform>%n people confirmed. Ctrl+Z takes all of them back.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n stay to be decided: something was written since.</source>
            <translation>
                <numerusform>%n stays to be decided: something was written since.</numerusform>
                <numerusform>%n stay to be decided: something was written since.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Look at %n full names together</source>
            <translation>
                <numerusform>Look at %n full name</numerusform>
                <numerusform>Look at %n full names together</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n groups wait to be decided.</source>
            <translation>
                <numerusform>%n group waits to be decided.</numerusform>
                <numerusform>%n groups wait to be decided.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>one of %n</source>
            <translation>
                <numerusform>one of %n</numerusform>
                <numerusform>one of %n</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>some of %n</source>
            <translation>
                <numerusform>some of %n</numerusform>
                <numerusform>some of %n</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>MinutesView</name>
        <message numerus="yes">
            <source>%n Zoom groups are still to be resolved</source>
            <translation>
                <numerusform>%n Zoom group is still to be resolved</numerusform>
                <numerusform>%n Zoom groups are still to be resolved</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n people have an incomplete name</source>
            <translation>
                <numerusform>%n person has an incomplete name</numerusform>
                <numerusform>%n people have an incomplete name</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n items were treated and have no outcome</source>
            <translation>
                <numerusform>%n item was treated and has no outcome</numerusform>
                <numerusform>%n items were treated and have no outcome</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n items were not treated nor postponed</source>
            <translation>
                <numerusform>%n item was not treated nor postponed</numerusform>
                <numerusform>%n items were not treated nor postponed</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n commitments have nobody responsible</source>
            <translation>
                <numerusform>%n commitment has nobody responsible</numerusform>
                <numerusform>%n commitments have nobody responsible</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n commitments have no date</source>
            <translation>
                <numerusform>%n commitment has no date</numerusform>
                <numerusform>%n commitments have no date</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n issues do not say who raised them</source>
            <translation>
                <numerusform>%n issue does not say who raised it</numerusform>
                <numerusform>%n issues do not say who raised them</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n issues have no department</source>
            <translation>
                <numerusform>%n issue has no department</numerusform>
                <numerusform>%n issues have no department</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n people in the room have no name</source>
            <translation>
                <numerusform>%n person in the room has no name</numerusform>
                <numerusform>%n people in the room have no name</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n people have no age on the roll</source>
            <translation>
                <numerusform>%n person has no age on the roll</numerusform>
                <numerusform>%n people have no age on the roll</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n people have no gender on the roll</source>
            <translation>
                <numerusform>%n person has no gender on the roll</numerusform>
                <numerusform>%n people have no gender on the roll</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>PersonCard</name>
        <message numerus="yes">
            <source>%n sittings</source>
            <translation>
                <numerusform>%n sitting</numerusform>
                <numerusform>%n sittings</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>RollPage</name>
        <message numerus="yes">
            <source>%n people on the roll</source>
            <translation>
                <numerusform>%n person on the roll</numerusform>
                <numerusform>%n people on the roll</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>StartPage</name>
        <message numerus="yes">
            <source>Use at least %n characters.</source>
            <translation>
                <numerusform>Use at least %n character.</numerusform>
                <numerusform>Use at least %n characters.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>StatusStrip</name>
        <message numerus="yes">
            <source>%n to send</source>
            <translation>
                <numerusform>%n to send</numerusform>
                <numerusform>%n to send</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n to send - no connection</source>
            <translation>
                <numerusform>%n to send - no connection</numerusform>
                <numerusform>%n to send - no connection</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>SumStrip</name>
        <message numerus="yes">
            <source>%n without a name in the room</source>
            <translation>
                <numerusform>%n without a name in the room</numerusform>
                <numerusform>%n without a name in the room</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n only waited outside</source>
            <translation>
                <numerusform>%n only waited outside</numerusform>
                <numerusform>%n only waited outside</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n to decide</source>
            <translation>
                <numerusform>%n to decide</numerusform>
                <numerusform>%n to decide</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>SyncPage</name>
        <message numerus="yes">
            <source>%n waiting to be applied</source>
            <translation>
                <numerusform>%n waiting to be applied</numerusform>
                <numerusform>%n waiting to be applied</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n to send, no connection since {time}</source>
            <translation>
                <numerusform>%n to send, no connection since {time}</numerusform>
                <numerusform>%n to send, no connection since {time}</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n to send</source>
            <translation>
                <numerusform>%n to send</numerusform>
                <numerusform>%n to send</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n sent</source>
            <translation>
                <numerusform>%n sent</numerusform>
                <numerusform>%n sent</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n confirmed</source>
            <translation>
                <numerusform>%n confirmed</numerusform>
                <numerusform>%n confirmed</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>WholeNamesSheet</name>
        <message numerus="yes">
            <source>Confirm %n people</source>
            <translation>
                <numerusform>Confirm %n person</numerusform>
                <numerusform>Confirm %n people</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ZoomStrip</name>
        <message numerus="yes">
            <source>Decide %n</source>
            <translation>
                <numerusform>Decide %n</numerusform>
                <numerusform>Decide %n</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n people in the report</source>
            <translation>
                <numerusform>%n person in the report</numerusform>
                <numerusform>%n people in the report</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n counted</source>
            <translation>
                <numerusform>%n counted</numerusform>
                <numerusform>%n counted</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>AgendaPane</name>
        <message numerus="yes">
            <source>%n minutes after the planned end.</source>
            <translation>
                <numerusform>%n minute after the planned end.</numerusform>
                <numerusform>%n minutes after the planned end.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n minutes before the planned end.</source>
            <translation>
                <numerusform>%n minute before the planned end.</numerusform>
                <numerusform>%n minutes before the planned end.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n items without minutes are not counted.</source>
            <translation>
                <numerusform>%n item without minutes is not counted.</numerusform>
                <numerusform>%n items without minutes are not counted.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>FloorStrip</name>
        <message numerus="yes">
            <source> and %n more</source>
            <translation>
                <numerusform> and %n more</numerusform>
                <numerusform> and %n more</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>TodayPage</name>
        <message numerus="yes">
            <source>%n sittings planned.</source>
            <translation>
                <numerusform>%n sitting planned.</numerusform>
                <numerusform>%n sittings planned.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n sittings changed.</source>
            <translation>
                <numerusform>%n sitting changed.</numerusform>
                <numerusform>%n sittings changed.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n sittings cancelled.</source>
            <translation>
                <numerusform>%n sitting cancelled.</numerusform>
                <numerusform>%n sittings cancelled.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n sittings taken off the calendar.</source>
            <translation>
                <numerusform>%n sitting taken off the calendar.</numerusform>
                <numerusform>%n sittings taken off the calendar.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>SyncWords</name>
        <message numerus="yes">
            <source>%n entries</source>
            <translation>
                <numerusform>%n entry</numerusform>
                <numerusform>%n entries</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>cli</name>
        <message numerus="yes">
            <source>%n desks</source>
            <translation>
                <numerusform>%n desk</numerusform>
                <numerusform>%n desks</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n values</source>
            <translation>
                <numerusform>%n value</numerusform>
                <numerusform>%n values</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n rows</source>
            <translation>
                <numerusform>%n row</numerusform>
                <numerusform>%n rows</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{noun}: %n rows were not what the journal says, and are so again.</source>
            <translation>
                <numerusform>{noun}: %n row was not what the journal says, and is so again.</numerusform>
                <numerusform>{noun}: %n rows were not what the journal says, and are so again.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n aside</source>
            <translation>
                <numerusform>%n aside</numerusform>
                <numerusform>%n aside</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>RightsDialogs</name>
        <message numerus="yes">
            <source>%n values</source>
            <translation>
                <numerusform>%n value</numerusform>
                <numerusform>%n values</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n rows</source>
            <translation>
                <numerusform>%n row</numerusform>
                <numerusform>%n rows</numerusform>
            </translation>
        </message>
    </context>
</TS>
