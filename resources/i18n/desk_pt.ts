<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="pt" sourcelanguage="en">
<context>
    <name>AgendaPane</name>
    <message>
        <source>Agenda</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{done} of {all} done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of {minutes} min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>+{time} over {minutes} min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time on this item</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Planned time used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next  ·  F4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notes of this item: what was said, what was agreed…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notes of item</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add an item… for example: Potholes 20&apos;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add an item</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter: at the end. Ctrl+Enter: right after the item chosen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move up (Alt+Up)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move down (Alt+Down)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Postpone to the next sitting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take off (Del)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Item {number} of {all}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End  ·  F4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The agenda is empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write down the first item below</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Begin  ·  F4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sitting is over</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sitting is not open yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All items have been dealt with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notes: {number}. {title}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>BannerLine</name>
    <message>
        <source>Dismiss</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>BoardPage</name>
    <message>
        <source>Charts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All districts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All councils</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{since} to {until}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved: {path}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the chart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>3 months</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>12 months</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This year</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Own days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Period</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>District</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Council</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no sitting to count yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As soon as a sitting is opened, its people appear here: by way, new and returning, by age.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to Today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No sitting in this period</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose other days, another district or another council.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sittings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>People</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Had come before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By Zoom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>before: {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{part} of {whole}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attendances that were on Zoom at least in part, of all attendances</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>of %n sittings</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ChartPanel</name>
    <message>
        <source>Chart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show as</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the chart as a picture (PNG)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the numbers as a table (CSV)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CommitmentRow</name>
    <message>
        <source>nobody in particular yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>by {day}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no date</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>overdue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Released</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take back</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Counters</name>
    <message>
        <source>The sitting in numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{date}, {hour}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>planned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>closed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>signed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the room</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Online</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Both</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the room and online: counted once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>People</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At a council for the first time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the room, not on the roll: outside the sum</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To resolve</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom lines that wait in Matches: outside the sum</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lasted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open for</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CrashWindow</name>
    <message>
        <source>Something went wrong inside Cabildo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is a mistake of the program, not yours. What was confirmed on the screen is saved, and you can go on working. If it happens again, close Cabildo and open it again: it comes back to the same place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These details hold no personal data. The log is in {path}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Door</name>
    <message>
        <source>Room</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Phone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>DNI …{ending}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>here already</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of this council</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>new</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is present.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is present and on the roll.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is present, for the first time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is here already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} left.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} agreed that her data be kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} had agreed before.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taken back: {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without a name in the room: {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taken back.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DoorPane</name>
    <message>
        <source>The door</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n arrivals</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Name, document or scanned DNI</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who arrives: name, document, telephone, organisation, or a scanned DNI</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>People found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody on the roll is called so. Enter writes her down.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arrivals, the latest first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody has arrived yet. Type a name or scan a DNI.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>+1 without a name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Counts a person in the room</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Somebody new</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Consent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>She agrees that her data be kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>She leaves, or is back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Takes back the last act (Ctrl+Z)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sitting is not open yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open it when the first neighbours arrive: the door counts from then on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the sitting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sitting is closed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody came in by this door.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left at {hour}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Is back</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DraftChecks</name>
    <message>
        <source>Look</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at: {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is missing in this draft.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EveningCard</name>
    <message>
        <source>Zoom {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in the room</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>on Zoom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>both ways</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>people</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>new</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unnamed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The agenda is still empty: prepare it in the room.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n items on the agenda</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{done} of {all} items dealt with</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n issues</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n commitments</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting to be matched on Zoom</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Open the sitting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prepare the agenda</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the room</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the sitting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at the room</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FloorStrip</name>
    <message>
        <source>Give the floor to…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give the floor to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time speaking</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End turn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who has spoken</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Turns on this item</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On this item: {turns}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>telephone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spoke: {spoke} of {present}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>women</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>men</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>non-binary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>room</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>GroupPanel</name>
    <message>
        <source>Who is it?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look for somebody on the roll</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MAY BE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>DOCUMENT, QUARTER</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Neighbours it may be</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>(no name)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is this person</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press Enter on each of them, or look for them; then confirm.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Together: {names}</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>They are these %n people</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Choose who they are</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Several people</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key V</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New person</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key P</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not a neighbour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key N</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave unnamed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key S</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not this person</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>She is marked present in the room too.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n connections</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Also: {names}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody on the roll looks like this. Look for her, or write her down as a new person.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On the roll</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Very like</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Possible</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ImportSheet</name>
    <message>
        <source>Roll taken in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Understood</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Doubtful</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With errors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every line was understood.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LINE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>WHO</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>WHY</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lines to look at</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Insights</name>
    <message>
        <source>Of {people} different people. Age on the day of the first sitting of the period. “&lt;5”: between 1 and 4 people, not told so that nobody can be recognised.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New: had been at no sitting of any council before. {new} of {people} different people in {sittings} sittings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{attendances} attendances of {people} different people in {sittings} sittings; whoever came by both ways counts once. {unnamed} unnamed in the room, not in the totals.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Age</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Council</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sitting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>People</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only in the room</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only on Zoom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Both ways</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unnamed (apart)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Had come before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Women</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Men</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other or not said</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Up to 15</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>16 to 29</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>30 to 44</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>45 to 59</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>60 to 74</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>75 and over</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>People per sitting, by way</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New and returning people per sitting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>People by age and gender</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>people-per-sitting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>new-and-returning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>age-and-gender</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Intake</name>
    <message>
        <source>This report was taken in before; nothing has changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n people on Zoom.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n are sure and counted.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n wait to be decided.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n lines had times that nobody can read.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Decide</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take it out again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The report was taken out, and everything that came from it alone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{written} is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The dates of this report can be read in two ways. Which day was it?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Day or month first?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take it in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The report is of {day}; the sitting «{title}» is not of that day.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Is it the right report?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take it in all the same</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>IssueRow</name>
    <message>
        <source>Commitment about this…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take back…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What to do with it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>by Zoom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>by telephone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>several neighbours</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>IssueSheets</name>
    <message>
        <source>Kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was asked for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Topic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Department</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write what was asked for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What will be done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Department that answers for it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>… or a neighbour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>day/month, for example 15/12</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By when</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Commitment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who will do what, and by when.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write what will be done.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Either a department or a neighbour.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose somebody of the list.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write a day like 15/12 or 15/12/2026.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That day is over.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Topic…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Department…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody in particular</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>IssuesPane</name>
    <message>
        <source>What was asked for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Commitments</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New commitment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing yet. Type what is asked for and press Enter; a letter in front tells its kind.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Topic…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Department…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take this back?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type what is asked for, Enter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is asked for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who? (empty: several)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who raised it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Topic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Department</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Place</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>From earlier sittings: %n open</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Messages</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MatchingPage</name>
    <message>
        <source>Matches</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bring a Zoom report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No sitting is chosen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose one in Today; the people of its Zoom call appear here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to Today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No Zoom report for this sitting yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Download the participant report from Zoom (CSV) and drop it anywhere on this window. Who is sure is counted at once; the rest waits here and never blocks the evening.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the file…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>(no name)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>«{name}»: {who}. Ctrl+Z takes it back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Given names</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Family name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Document</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>If she says it; the rest can be told later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Telephone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This cannot be empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New person</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write down and confirm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom&apos;s participant report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom report (*.csv *.xlsx *.xls);;All (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which groups</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>STATE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ON ZOOM AS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>NEIGHBOUR</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>WHY</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MIN</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Groups of the Zoom call</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter confirms · V several · N not a neighbour · P new person · S leave unnamed · / look for her</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody waits any more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everybody of the Zoom call has a place in the sum above.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing here</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n groups wait to be decided.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>To decide</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Decided</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}?</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>one of %n</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MinutesView</name>
    <message>
        <source>The draft as it will be read, and what is left to look at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Generate Word</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open in Word</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are no minutes yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>They write themselves while a sitting is held: open one and come back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Date</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Council</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sittings and their minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sittings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To look at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draft of the minutes of {council}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Minutes {number}/{year}, version {version}, saved as {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No program here opens Word files. The minutes are in {path}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Word (*.docx)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>to write</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>draft</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>final</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>signed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draft {version} of {number}/{year}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Final {version} of {number}/{year}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signed {version} of {number}/{year}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not written yet: {number}/{year}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The figures do not add up with the people named. Look at the matching page.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sitting is still open: times and figures are not final.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n Zoom groups are still to be resolved</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n people have an incomplete name</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n items were treated and have no outcome</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n items were not treated nor postponed</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n commitments have nobody responsible</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n commitments have no date</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n issues do not say who raised them</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n issues have no department</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n people in the room have no name</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n people have no age on the roll</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n people have no gender on the roll</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PersonCard</name>
    <message>
        <source>The person</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody is chosen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose somebody in the list to see what is known and where she has been.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>consent given</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>consent missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n sittings</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>AT NO SITTING YET</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note her consent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sittings she was at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Document</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Birth date</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gender</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Telephone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quarter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Organisation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ALSO KNOWN AS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>«{name}» {where}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PersonSheet</name>
    <message>
        <source>Somebody new</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put the data right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only the names are needed; everything else she may tell another day.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Family name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Given names</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name she is called by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Document</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Birth date</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>day/month/year</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gender</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Telephone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Street</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quarter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Organisation</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PreferencesView</name>
    <message>
        <source>Desk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>City</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preferences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every choice is kept at once, on this laptop alone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The language changes the next time Cabildo is opened.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How it looks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size of the text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language of the screens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For tired eyes, or a screen seen from afar.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The minutes keep the city&apos;s language.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Privacy at the door</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show names only once somebody types</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whoever stands before the screen does not read who else comes to the council.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This desk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who works here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name and surname</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The journal signs with this name from the next start on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder of the record</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key of the record</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything on this laptop is encrypted. It opens with the passphrase or with the recovery code that was shown when the record was made; without either of the two, nobody can open it.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Room</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Matches</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Neighbours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sharing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preferences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Roll</name>
    <message>
        <source>No data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Woman</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Man</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Non-binary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prefers not to say</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Room</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Telephone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>on Zoom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>e-mail</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>registration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>telephone</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RollPage</name>
    <message>
        <source>Neighbours</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n people on the roll</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>FOUND</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>WRITTEN DOWN LAST</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take in a roll</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spreadsheet (*.csv *.txt)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taking in…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take in a CSV</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Somebody new</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name, document, telephone, organisation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>NAME</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>DOCUMENT</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>QUARTER</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ORGANISATION</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>People</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The roll is empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take in the spreadsheet of the office, or write somebody down.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Names are kept out of sight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type two letters to look for somebody.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody on the roll is called so</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try the end of the document, or write her down.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Sala</name>
    <message>
        <source>Room</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No sitting is chosen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose or plan one in Today; the door, the agenda and what is asked for appear here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to Today</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Sheet</name>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accept</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SittingSheets</name>
    <message>
        <source>Day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the council, known or new</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The centre of the district</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Council</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Title</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Day and hour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of the Zoom meeting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sitting of {month}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change the sitting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan a sitting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Say which council meets.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give it a title.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write the hour like 19:00.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the sitting?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the sitting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in the room</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>on Zoom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>both ways</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>people</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The item on the table and whoever is speaking end now. Notes can still be edited.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New: {new}. Without a name in the room: {unnamed}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Items not finished: {left} of {all}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom names still to be matched: {count}. That can be done afterwards.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StartPage</name>
    <message numerus="yes">
        <source>Use at least %n characters.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>It is not the same as above.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Welcome to Cabildo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Say once which desk this is. Everything is kept encrypted on this laptop.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>City</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>District</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The passphrase again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make the record of this desk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write down the recovery code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It opens the record if the passphrase is forgotten. It is shown this once; without either of the two, nobody can open the record. Keep it on paper, not on this laptop.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recovery code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>I have it on paper</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open Cabildo</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StatusStrip</name>
    <message>
        <source>Status</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No sitting chosen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>saved {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>on this laptop alone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n to send</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to send - no connection</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SumStrip</name>
    <message>
        <source>In the room</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On Zoom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Both</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>People</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n without a name in the room</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n only waited outside</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to decide</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Everything is decided</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SyncPage</name>
    <message>
        <source>Sharing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was written on this desk, in the shared database of the city</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To send</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In quarantine</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n waiting to be applied</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Sending…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing to send, no connection since {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n to send, no connection since {time}</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to send</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Everything is in the shared database</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Server: {server}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>last contact {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n sent</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n confirmed</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>up to entry {number}, seal {seal}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was handed over</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was sent yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When there is a connection, “Send now” hands everything over and leaves a receipt here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put aside by the server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing in quarantine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This desk works on its own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything is safe on this laptop. To hand it over, the administrator of the city&apos;s database enrols the desk once, here, in a terminal:
cabildo server enrol --url postgresql://…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CONFIRMED</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contacts with the server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Entry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Entries put aside by the server</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SyncWords</name>
    <message>
        <source>what it changes has not arrived yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the server does not know it yet: it needs a newer version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the server does not know a field yet: it needs a newer version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a value is missing without which it cannot stand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a value is longer than the server takes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a value is none of its kind (a date, a number)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its clock is not this desk&apos;s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>District</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Neighbourhood</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Neighbour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Organisation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Council</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sitting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Agenda</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Presence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Match</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Issue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Commitment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in quarantine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waits for its origin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>newer than the server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>incomplete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>too long</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unreadable value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>strange clock</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cut: no connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not let in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unexpected certificate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>server busy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the server could not</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the server goes back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>newer server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>server not prepared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not enrolled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this laptop is a copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an altered entry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>complete, after the server was restored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>complete</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TodayPage</name>
    <message>
        <source>Today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan a sitting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dddd d MMMM yyyy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Welcome. There is no sitting yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan the first one: which council meets, when and where. It takes half a minute.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No sitting today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan one for tonight, or choose one of the week on the right.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This week</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing else is planned for the next seven days.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Latest sittings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>people</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the sitting</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ToldLine</name>
    <message>
        <source>F8: her consent</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>UnlockPage</name>
    <message>
        <source>Open the record</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The record of the councils</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep it in the keyring of this laptop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opening...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type the passphrase first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recovery code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>I know the passphrase</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>I forgot it: use the recovery code</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WalkInLine</name>
    <message>
        <source>Somebody new</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Given name and family name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Document (optional)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Telephone (optional)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quarter (optional)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Escape</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ZoomStrip</name>
    <message>
        <source>Zoom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bring report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bring a report, or drop it on the window</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Decide %n</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>No report yet: drop it anywhere on the window.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n people in the report</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n counted</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Zoom&apos;s participant report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom report (*.csv *.xlsx *.xls);;All (*)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>agenda</name>
    <message>
        <source>Outcome</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Items of the agenda</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>informed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>agreed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>postponed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>referred</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>cli</name>
    <message>
        <source>Keeps the agenda of a sitting.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sitting: its id, or the first characters of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Puts an item at the end of the agenda.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it is about.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How long it is meant to take.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Item written down: {title}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ends the item on the table and begins the next one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That was the last item.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shows the agenda with its times.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The agenda is empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the scanner read from the card.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The document number of somebody on the roll.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The id of somebody on the roll.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Somebody new, in one line: &quot;Rosa Pérez 30111222&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Marks somebody present in the room; exactly one way to say who.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is here already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is present, for the first time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is present.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cabildo without a window. Everywhere: --home DIR chooses the data folder, --json answers one JSON document.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no option {name}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is not used like this.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} does not take that value.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The command is not written like this.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Help: {command} --help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First day of the period, as 2026-01-31.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last day of the period, as 2026-12-31.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only the sittings of this district (code or name).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only the sittings of this council (name).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>People per sitting by way, new and returning, and the totals.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{date}  {council}: {people} people ({in_room} in the room, {online} on Zoom, {both} both; {new} new)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{sittings} sittings, {people} different people ({new} new), {attendances} attendances, {share} of them online; {unnamed} unnamed apart.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writes down what was asked for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writes down what was promised.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writes down a proposal, a complaint or a question.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>proposal, complaint or question.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was asked for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Id of the resident who raised it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Code or name of the topic.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Department it concerns.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where it is about.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Written down.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writes down who will do what by when.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is promised.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Department that answers for it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Id of the resident who does.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By when, as 2026-12-15 or 15/12/2026.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Id of the issue it answers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which Zoom group is which neighbour.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The group: its id, or the first characters of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who it is: the id of one resident, or of several.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The groups of a sitting, first those that wait.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No report has been taken in for this sitting.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Says who a group is; several residents for one telephone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Says that a group is no neighbour: staff, the room&apos;s computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leaves a group without a name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Takes back what was decided of a group.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>(no name)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writes the minutes of a sitting as a Word file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The Word file to write, or the folder to put it in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write over the file although somebody has edited it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Minutes {number}/{year}, version {version}: {path}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom&apos;s report of tonight, to be dropped on the window: {path}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The evening stopped: {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder in which the minutes, the pictures and the summary are left.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On the screen that is there, instead of off screen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opens Cabildo on an evening with invented people, to practise.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no screen here: the practice evening is played without one instead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>practice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plays the practice evening through the real window.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{people} people: {in_room} in the room + {online} on Zoom - {both} both. {out}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preparing a year of invented evenings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The practice evening of {day}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the room {in_room} + on Zoom {online} - both {both} = {people} people: the sum closes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New: {new}. Had come before: {returning}. Unnamed in the room, apart: {unnamed}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is in this folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A city that comes with Cabildo (rosario), or the path of a city.toml.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The district of this desk: code or name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Makes the encrypted record of this desk.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The desk “{desk}” is ready in {home}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recovery code: {code}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Print it and keep it away from this laptop: it is shown only this once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The system&apos;s keyring opens the record on this laptop.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Passphrase (8 characters or more; empty: the keyring keeps the key)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The roll of neighbours.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The CSV file, with at least the columns apellido and nombres.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Part of a name, a document, a telephone, an organisation.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Takes in a roll from a CSV file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looks somebody up on the roll.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New {new}, the same {same}, changed {changed}, doubtful {doubtful}, with errors {errors}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line {line}: {sentence}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody on the roll is called so.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plans, opens, closes and shows sittings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plans a sitting; a council nobody knows yet is made.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the council.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Title of the sitting.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When it starts, as 2026-11-22T19:00.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in_person, virtual or hybrid.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where; the district&apos;s centre by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Code or name; this desk&apos;s by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of the Zoom meeting.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>neighbourhood, inter_district or thematic.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Planned: {id}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Items postponed last time, now first: {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opens a planned sitting.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sitting is open.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Closes an open sitting; what still runs ends with it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sitting is closed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shows a sitting with its figures.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lists the sittings, the newest first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No sitting has been planned yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the room {in_room} + on Zoom {online} - both {both} = {people} people</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New {new}, returning {returning}; unnamed {unnamed}, waiting on Zoom {unresolved}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Items {items}, issues {issues}, commitments {commitments}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The shared database, for its administrator.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The journal of this desk.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send what is pending to the shared database.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent: {sent}. Confirmed: {confirmed}. Pending: {pending}. Quarantined: {quarantined}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check every entry against its hash and the one before it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Entries: {entries}. The journal holds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address of the database with its administrator: postgresql://user:password@server/name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prepare a PostgreSQL for Cabildo, or bring it up to date.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The shared database is ready.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The shared database was ready already; it is up to date.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give this desk its own login in the shared database.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>«{desk}» is enrolled. Its password is kept encrypted on this laptop alone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What Zoom tells of a sitting.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The participant report, as Zoom&apos;s site gives it (CSV).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which number of a date is the day, where nothing tells.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Takes in a participant report and matches it to the roll.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look: the report is of {day}, and the sitting is not.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Times that cannot be read, in the lines: {lines}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{rows} lines, {groups} people on Zoom: {sure} sure, {proposed} proposed, {unknown} unknown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file was taken in before; nothing has changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waited outside and never came in: {count}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>issues</name>
    <message>
        <source>Proposal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Complaint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Question</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>answered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>settled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dropped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>released</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>matching</name>
    <message>
        <source>Sure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Proposed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not a neighbour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unnamed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>same e-mail</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>same registration on Zoom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a name confirmed before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a telephone confirmed before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>her document number is in the name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>same full name, and only one has it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the name on the screen is another: «{written}»</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>same full name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>same surname</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>surname looks like {known}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>surname begins like {known}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>initial of the surname</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>same given name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>given name looks like {known}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>given name begins like {known}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>initial of the given name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>«{written}» is short for {known}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>came on Zoom as «{written}» before ({times})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the e-mail looks like the name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>same telephone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the telephone may be hers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lives in {neighbourhood}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>same district</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>came to this council before ({times})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>came to other councils ({times})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>connected twice at once: perhaps two people</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>perhaps several people round one screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} neighbours fit: choose one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>only a telephone&apos;s name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>called by telephone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an account of the organisers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>host of the call</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the room&apos;s own computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>was no neighbour at an earlier sitting</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>sittings</name>
    <message>
        <source>in person</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>virtual</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hybrid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>planned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>closed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>signed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of a neighbourhood</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>inter-district</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>thematic</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>wording</name>
    <message>
        <source>That is not possible now ({code}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write what the item is about.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{minutes} minutes cannot be planned: from 1 to {most}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An item cannot end like that ({outcome}). It can: {known}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The agenda is empty: write down its first item.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All items have been dealt with.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That item is on the table already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That item has been dealt with already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What has been spoken about stays in the agenda.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That item is not in the agenda any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Begin an item first (F4); then give the floor.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That person is not marked present.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That turn has been taken back already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One is present in the room, on Zoom or by telephone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody leaves before she comes: check the times.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nobody left without a name to take off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The document number is missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody on the roll has the document {document}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Several people on the roll have the document {document}: choose one by name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That is not the code of a DNI: scan the card again or type the number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That arrival was taken back already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That person had left already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing to take back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a sitting first: the door counts for the sitting that is open.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Say who in exactly one way: --scan, --document, --resident or --walk-in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The period ends before it begins.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{text}” is not a day. Write it like 2026-11-22.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing could be written to {path}. Choose another folder or close the program that has it open.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write what was asked for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no such kind of issue ({kind}). There are: {known}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An issue cannot be {state}. It can be: {known}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An issue cannot come from there ({source}). It can be: {known}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That issue is not in the record any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write what is promised.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{due_on} is before the sitting itself: check the date.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Say who answers for it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That cannot answer for a commitment ({kind}). It can be: {known}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whoever answers for it is not in the record.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That commitment is not in the record any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A commitment cannot be {state}. It can be: {known}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no topic {topic}. There are: {known}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{text} is no date. Write it like 2026-12-15 or 15/12/2026.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no such group in this sitting.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose who it is first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing to undo.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This sitting has not been opened yet: its minutes can be drafted from then on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The minutes of this sitting are signed and cannot be drafted again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Those minutes are not in the record.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder {folder} does not exist.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} was edited after Cabildo wrote it. Save the minutes under another name to keep both.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} cannot be written. If it is open in Word, close it; if not, choose another folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The organisation has no name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no such kind of organisation.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No city called {city} comes with Cabildo.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file of the city ({path}) has a mistake: {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no district called {district}. There are: {known}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no record of Cabildo in {path}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is a record in {path} already; it was left as it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The record cannot be read: the file is damaged, or its key is another one. Restore the last copy.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This record was written by a newer version of Cabildo. Install that version to open it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another program is using the record. Close it and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The record cannot be reached on the disk. Nothing was lost; check the disk and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing can be written in {path}. Choose another folder or ask for permission.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk is full: the last thing was not saved. Free some space and do it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk does not let anything be written: the last thing was not saved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file with the keys in {path} is damaged. Restore it from the last copy.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The passphrase is needed to open the record.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The passphrase is too short: use at least {shortest} characters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That is not the passphrase, nor the recovery code, of this record.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{text}” is not a date and time. Write it like 2026-11-22T19:00.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The name is missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write both the given name and the family name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A name has letters only: «{name}» does not look like one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The name is too long: {longest} letters at most.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A document number has six to eight digits.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no such date: write it as day/month/year.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody was born on that date: check the year.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gender was not understood.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no such age band.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The telephone number is not complete: write it with its area code.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That is not an e-mail address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That person is not on the roll.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The quarter is none of the city&apos;s: it was left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Somebody of another name has the same document: look at both before adding anybody.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Somebody of the same name has another document: look whether they are two people.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Somebody of the same name is on the roll: look whether it is the same person.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file {name} cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is too large to be a roll of neighbours.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The letters of the file cannot be read: save it as «CSV UTF-8» and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is not a CSV.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file has no column {missing}: the first line must name the columns.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sitting needs a title.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Say which council meets.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A sitting is not held like that ({mode}). It can be: {known}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no such kind of council ({kind}). There are: {known}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That council is not in this record.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This desk belongs to no district: say which one the council is of.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no sitting {text}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Several sittings begin with {text}: write a few more characters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sitting is open already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sitting is closed already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The minutes of this sitting are signed; it cannot be changed any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sitting is not open yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>«{title}» is still open on this desk. Close it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The shared database cannot be reached. Nothing was lost: everything waits here and can be sent later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The shared database does not let this desk in. Ask its administrator to enrol it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server cannot prove that it is the city&apos;s: its certificate is not the expected one. Nothing was sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The shared database is busy with other desks. Everything waits here; try again in a moment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The shared database could not take it ({sqlstate}). Nothing was lost; tell its administrator.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That database is not prepared for Cabildo yet. Its administrator does it with “cabildo server init”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That user may not prepare the database: it takes one that may create roles and owns the database.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That PostgreSQL is too old: version {oldest} or newer is needed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The shared database is of a newer version of Cabildo. Update this program and send again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That is not the address of a database. Write it like postgresql://user:password@server/database.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The shared database keeps going back to entry {number}. Its administrator has to look at it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This desk is not enrolled in the shared database yet. An administrator enrols it once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This desk was revoked: it may not enter the shared database again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Those credentials are another desk&apos;s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server has another entry {number} of this desk: this laptop is a copy, or came back from a backup. Nothing was sent, so that nothing is lost; ask for help before going on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Entry {number} of the journal was altered after it was written. What is before it was sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The journal does not hold: entry {number} was altered or is missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is empty. Download the participant report from Zoom again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is not a participant report of Zoom. Nothing was taken in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is an Excel workbook. Download the report from Zoom as CSV and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The report has no participants in it. Nothing was taken in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The report holds {count} meetings. Download the report of this one alone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is too large to be a participant report of Zoom.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The dates of the report contradict each other. Nothing was taken in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A date in line {line} of the report cannot be read. Nothing was taken in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no such file: {file}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file {file} cannot be read. Is it open in another program, or on a disk that was taken out?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{written} can be {day_first} or {month_first}, and nothing in the report tells. Say it with --dates day-first or --dates month-first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the sitting first; then bring its Zoom report again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That report has been taken out already.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
