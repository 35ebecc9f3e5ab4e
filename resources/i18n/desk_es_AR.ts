<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es_AR" sourcelanguage="en">
    <context>
        <name>BannerLine</name>
        <message>
            <source>Dismiss</source>
            <translation type="unfinished">Descartar</translation>
        </message>
    </context>
    <context>
        <name>Checks</name>
        <message>
            <source>Look</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Look at: {what}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing is missing in this draft.</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>CrashWindow</name>
        <message>
            <source>Something went wrong inside Cabildo</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It is a mistake of the program, not yours. What was confirmed on the screen is saved, and you can go on working. If it happens again, close Cabildo and open it again: it comes back to the same place.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Details</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>These details hold no personal data. The log is in {path}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Copy details</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Go on</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>MainWindow</name>
        <message>
            <source>Messages</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>MinutesView</name>
        <message>
            <source>Minutes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The draft as it will be read, and what to look at before it is final</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Generate Word</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Save as…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open in Word</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There are no minutes yet</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>They write themselves while a sitting is held: open one and come back.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Date</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Council</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sittings and their minutes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sittings</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>To look at</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Draft of the minutes of {council}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Minutes {number}/{year}, version {version}, saved as {name}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No program here opens Word files. The minutes are in {path}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Save the minutes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Word (*.docx)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>to write</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>draft</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>final</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>signed</source>
            <translation type="unfinished">firmada</translation>
        </message>
        <message>
            <source>Draft {version} of {number}/{year}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Final {version} of {number}/{year}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Signed {version} of {number}/{year}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Not written yet: {number}/{year}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The figures do not add up with the people named. Look at the matching page.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The sitting is still open: times and figures are not final.</source>
            <translation type="unfinished" />
        </message>
        <message numerus="yes">
            <source>%n Zoom groups are still to be resolved</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>%n people have an incomplete name</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>%n items were treated and have no outcome</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>%n items were not treated nor postponed</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>%n commitments have nobody responsible</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>%n commitments have no date</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>%n issues do not say who raised them</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>%n issues have no department</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>%n people in the room have no name</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>%n people have no age on the roll</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>%n people have no gender on the roll</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
    </context>
    <context>
        <name>Rail</name>
        <message>
            <source>Today</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Room</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Matches</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Minutes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Neighbours</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Charts</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sharing</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Preferences</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Pages</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Light or dark</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>Sala</name>
        <message>
            <source>Room</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No sitting is chosen</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose or plan one in Today; the door, the agenda and what is asked for appear here.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Go to Today</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>Sheet</name>
        <message>
            <source>Cancel</source>
            <translation>Cancelar</translation>
        </message>
        <message>
            <source>Accept</source>
            <translation>Aceptar</translation>
        </message>
    </context>
    <context>
        <name>StartPage</name>
        <message numerus="yes">
            <source>Use at least %n characters.</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message>
            <source>It is not the same as above.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Welcome to Cabildo</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Say once which desk this is. Everything is kept encrypted on this laptop.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>City</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>District</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Passphrase</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The passphrase again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Make the record of this desk</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Write down the recovery code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It opens the record if the passphrase is forgotten. It is shown this once; without either of the two, nobody can open the record. Keep it on paper, not on this laptop.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Recovery code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Copy</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>I have it on paper</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open Cabildo</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>StatusStrip</name>
        <message>
            <source>Status</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No sitting chosen</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>saved {time}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>on this laptop alone</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>all sent</source>
            <translation type="unfinished" />
        </message>
        <message numerus="yes">
            <source>%n to send</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>%n to send - no connection</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
    </context>
    <context>
        <name>UnlockPage</name>
        <message>
            <source>Open the record</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The record of the councils</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Keep it in the keyring of this laptop</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Opening...</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Type the passphrase first.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Recovery code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>I know the passphrase</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Passphrase</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>I forgot it: use the recovery code</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>agenda</name>
        <message>
            <source>informed</source>
            <translation>informado</translation>
        </message>
        <message>
            <source>agreed</source>
            <translation>acordado</translation>
        </message>
        <message>
            <source>postponed</source>
            <translation>postergado</translation>
        </message>
        <message>
            <source>referred</source>
            <translation>derivado</translation>
        </message>
    </context>
    <context>
        <name>cli</name>
        <message>
            <source>Cabildo without a window. Everywhere: --home DIR chooses the data folder, --json answers one JSON document.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Keeps the agenda of a sitting.</source>
            <translation>Lleva el orden del día de una sesión.</translation>
        </message>
        <message>
            <source>The sitting: its id, or the first characters of it.</source>
            <translation>La sesión: su identificador, o los primeros caracteres.</translation>
        </message>
        <message>
            <source>Puts an item at the end of the agenda.</source>
            <translation>Agrega un punto al final del orden del día.</translation>
        </message>
        <message>
            <source>What it is about.</source>
            <translation>De qué trata.</translation>
        </message>
        <message>
            <source>How long it is meant to take.</source>
            <translation>Cuántos minutos se prevén.</translation>
        </message>
        <message>
            <source>Item written down: {title}</source>
            <translation>Punto anotado: {title}</translation>
        </message>
        <message>
            <source>Ends the item on the table and begins the next one.</source>
            <translation>Termina el punto en curso e inicia el siguiente.</translation>
        </message>
        <message>
            <source>That was the last item.</source>
            <translation>Era el último punto.</translation>
        </message>
        <message>
            <source>Shows the agenda with its times.</source>
            <translation>Muestra el orden del día con sus tiempos.</translation>
        </message>
        <message>
            <source>The agenda is empty.</source>
            <translation>El orden del día está vacío.</translation>
        </message>
        <message>
            <source>What the scanner read from the card.</source>
            <translation>Lo que el lector leyó de la tarjeta.</translation>
        </message>
        <message>
            <source>The document number of somebody on the roll.</source>
            <translation>El número de documento de alguien del padrón.</translation>
        </message>
        <message>
            <source>The id of somebody on the roll.</source>
            <translation>El identificador de alguien del padrón.</translation>
        </message>
        <message>
            <source>The name of somebody new: "Rosa Pérez" or "Pérez, Rosa".</source>
            <translation>El nombre de alguien nuevo: «Rosa Pérez» o «Pérez, Rosa».</translation>
        </message>
        <message>
            <source>Marks somebody present in the room; exactly one way to say who.</source>
            <translation>Anota a alguien presente en la sala; hay que decir quién de una sola manera.</translation>
        </message>
        <message>
            <source>{name} is here already.</source>
            <translation>{name} ya está.</translation>
        </message>
        <message>
            <source>{name} is present, for the first time.</source>
            <translation>{name} está presente, por primera vez.</translation>
        </message>
        <message>
            <source>{name} is present.</source>
            <translation>{name} está presente.</translation>
        </message>
        <message>
            <source>First day of the period, as 2026-01-31.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Last day of the period, as 2026-12-31.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Only the sittings of this district (code or name).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Only the sittings of this council (name).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>People per sitting by way, new and returning, and the totals.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{date}  {council}: {people} people ({in_room} in the room, {online} on Zoom, {both} both; {new} new)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{sittings} sittings, {people} different people ({new} new), {attendances} attendances, {share} of them online; {unnamed} unnamed apart.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Writes down what was asked for.</source>
            <translation>Anota lo que se pidió.</translation>
        </message>
        <message>
            <source>Writes down what was promised.</source>
            <translation>Anota lo que se comprometió.</translation>
        </message>
        <message>
            <source>Writes down a proposal, a complaint or a question.</source>
            <translation>Anota una propuesta, un reclamo o una consulta.</translation>
        </message>
        <message>
            <source>proposal, complaint or question.</source>
            <translation>proposal (propuesta), complaint (reclamo) o question (consulta).</translation>
        </message>
        <message>
            <source>What was asked for.</source>
            <translation>Qué se pidió.</translation>
        </message>
        <message>
            <source>Id of the resident who raised it.</source>
            <translation>Identificador de quien lo pidió.</translation>
        </message>
        <message>
            <source>Code or name of the topic.</source>
            <translation>Código o nombre del tema.</translation>
        </message>
        <message>
            <source>Department it concerns.</source>
            <translation>Área municipal a la que le toca.</translation>
        </message>
        <message>
            <source>Where it is about.</source>
            <translation>Lugar del que se trata.</translation>
        </message>
        <message>
            <source>Written down.</source>
            <translation>Anotado.</translation>
        </message>
        <message>
            <source>Writes down who will do what by when.</source>
            <translation>Anota quién hará qué y para cuándo.</translation>
        </message>
        <message>
            <source>What is promised.</source>
            <translation>A qué se comprometen.</translation>
        </message>
        <message>
            <source>Department that answers for it.</source>
            <translation>Área municipal responsable.</translation>
        </message>
        <message>
            <source>Id of the resident who does.</source>
            <translation>Identificador de la vecina o el vecino responsable.</translation>
        </message>
        <message>
            <source>By when, as 2026-12-15 or 15/12/2026.</source>
            <translation>Para cuándo, por ejemplo 15/12/2026.</translation>
        </message>
        <message>
            <source>Id of the issue it answers.</source>
            <translation>Identificador del pedido al que responde.</translation>
        </message>
        <message>
            <source>The Word file to write, or the folder to put it in.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Write over the file although somebody has edited it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Writes the minutes of a sitting as a Word file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Minutes {number}/{year}, version {version}: {path}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A city that comes with Cabildo (rosario), or the path of a city.toml.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The district of this desk: code or name.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Makes the encrypted record of this desk.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The desk “{desk}” is ready in {home}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Recovery code: {code}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Print it and keep it away from this laptop: it is shown only this once.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The system's keyring opens the record on this laptop.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Passphrase (8 characters or more; empty: the keyring keeps the key)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The roll of neighbours.</source>
            <translation>El padrón de vecinas y vecinos.</translation>
        </message>
        <message>
            <source>The CSV file, with at least the columns apellido and nombres.</source>
            <translation>El archivo CSV, con al menos las columnas apellido y nombres.</translation>
        </message>
        <message>
            <source>Part of a name, a document, a telephone, an organisation.</source>
            <translation>Parte de un nombre, un documento, un teléfono, una organización.</translation>
        </message>
        <message>
            <source>Takes in a roll from a CSV file.</source>
            <translation>Incorpora un padrón desde un archivo CSV.</translation>
        </message>
        <message>
            <source>Looks somebody up on the roll.</source>
            <translation>Busca a alguien en el padrón.</translation>
        </message>
        <message>
            <source>New {new}, the same {same}, changed {changed}, doubtful {doubtful}, with errors {errors}</source>
            <translation>Nuevas {new}, iguales {same}, cambiadas {changed}, dudosas {doubtful}, con errores {errors}</translation>
        </message>
        <message>
            <source>Line {line}: {sentence}</source>
            <translation>Línea {line}: {sentence}</translation>
        </message>
        <message>
            <source>Nobody on the roll is called so.</source>
            <translation>No hay nadie así en el padrón.</translation>
        </message>
        <message>
            <source>Plans, opens, closes and shows sittings.</source>
            <translation>Planifica, abre, cierra y muestra sesiones.</translation>
        </message>
        <message>
            <source>Plans a sitting; a council nobody knows yet is made.</source>
            <translation>Planifica una sesión; si el consejo es nuevo, lo crea.</translation>
        </message>
        <message>
            <source>Name of the council.</source>
            <translation>Nombre del consejo.</translation>
        </message>
        <message>
            <source>Title of the sitting.</source>
            <translation>Título de la sesión.</translation>
        </message>
        <message>
            <source>When it starts, as 2026-11-22T19:00.</source>
            <translation>Cuándo empieza, por ejemplo 2026-11-22T19:00.</translation>
        </message>
        <message>
            <source>in_person, virtual or hybrid.</source>
            <translation>in_person (presencial), virtual o hybrid (híbrida).</translation>
        </message>
        <message>
            <source>Where; the district's centre by itself.</source>
            <translation>Lugar; si no se indica, el centro del distrito.</translation>
        </message>
        <message>
            <source>Code or name; this desk's by itself.</source>
            <translation>Código o nombre; si no se indica, el de este puesto.</translation>
        </message>
        <message>
            <source>Number of the Zoom meeting.</source>
            <translation>Número de la reunión de Zoom.</translation>
        </message>
        <message>
            <source>neighbourhood, inter_district or thematic.</source>
            <translation>neighbourhood (barrial), inter_district (interdistrital) o thematic (temático).</translation>
        </message>
        <message>
            <source>Planned: {id}</source>
            <translation>Sesión planificada: {id}</translation>
        </message>
        <message>
            <source>Items postponed last time, now first: {count}</source>
            <translation>Puntos postergados la vez anterior, ahora al principio: {count}</translation>
        </message>
        <message>
            <source>Opens a planned sitting.</source>
            <translation>Abre una sesión planificada.</translation>
        </message>
        <message>
            <source>The sitting is open.</source>
            <translation>La sesión está abierta.</translation>
        </message>
        <message>
            <source>Closes an open sitting; what still runs ends with it.</source>
            <translation>Cierra una sesión abierta; lo que está en curso termina con ella.</translation>
        </message>
        <message>
            <source>The sitting is closed.</source>
            <translation>La sesión está cerrada.</translation>
        </message>
        <message>
            <source>Shows a sitting with its figures.</source>
            <translation>Muestra una sesión con sus cifras.</translation>
        </message>
        <message>
            <source>Lists the sittings, the newest first.</source>
            <translation>Lista las sesiones, las más nuevas primero.</translation>
        </message>
        <message>
            <source>No sitting has been planned yet.</source>
            <translation>Todavía no hay ninguna sesión planificada.</translation>
        </message>
        <message>
            <source>In the room {in_room} + on Zoom {online} - both {both} = {people} people</source>
            <translation>En sala {in_room} + en Zoom {online} - ambas {both} = {people} personas</translation>
        </message>
        <message>
            <source>New {new}, returning {returning}; unnamed {unnamed}, waiting on Zoom {unresolved}</source>
            <translation>Nuevas {new}, que vuelven {returning}; sin nombre {unnamed}, por resolver en Zoom {unresolved}</translation>
        </message>
        <message>
            <source>Items {items}, issues {issues}, commitments {commitments}</source>
            <translation>Puntos {items}, pedidos {issues}, compromisos {commitments}</translation>
        </message>
        <message>
            <source>The shared database, for its administrator.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The journal of this desk.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Send what is pending to the shared database.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sent: {sent}. Confirmed: {confirmed}. Pending: {pending}. Quarantined: {quarantined}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Check every entry against its hash and the one before it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Entries: {entries}. The journal holds.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Address of the database with its administrator: postgresql://user:password@server/name</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Prepare a PostgreSQL for Cabildo, or bring it up to date.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The shared database is ready.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The shared database was ready already; it is up to date.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Give this desk its own login in the shared database.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>«{desk}» is enrolled. Its password is kept encrypted on this laptop alone.</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>issues</name>
        <message>
            <source>Proposal</source>
            <translation>Propuesta</translation>
        </message>
        <message>
            <source>Complaint</source>
            <translation>Reclamo</translation>
        </message>
        <message>
            <source>Question</source>
            <translation>Consulta</translation>
        </message>
        <message>
            <source>open</source>
            <translation>abierto</translation>
        </message>
        <message>
            <source>answered</source>
            <translation>respondido</translation>
        </message>
        <message>
            <source>settled</source>
            <translation>resuelto</translation>
        </message>
        <message>
            <source>dropped</source>
            <translation>desistido</translation>
        </message>
        <message>
            <source>kept</source>
            <translation>cumplido</translation>
        </message>
        <message>
            <source>not kept</source>
            <translation>incumplido</translation>
        </message>
        <message>
            <source>released</source>
            <translation>sin efecto</translation>
        </message>
    </context>
    <context>
        <name>sittings</name>
        <message>
            <source>in person</source>
            <translation>presencial</translation>
        </message>
        <message>
            <source>virtual</source>
            <translation>virtual</translation>
        </message>
        <message>
            <source>hybrid</source>
            <translation>híbrida</translation>
        </message>
        <message>
            <source>planned</source>
            <translation>planificada</translation>
        </message>
        <message>
            <source>open</source>
            <translation>abierta</translation>
        </message>
        <message>
            <source>closed</source>
            <translation>cerrada</translation>
        </message>
        <message>
            <source>signed</source>
            <translation>firmada</translation>
        </message>
        <message>
            <source>of a neighbourhood</source>
            <translation>barrial</translation>
        </message>
        <message>
            <source>inter-district</source>
            <translation>interdistrital</translation>
        </message>
        <message>
            <source>thematic</source>
            <translation>temático</translation>
        </message>
    </context>
    <context>
        <name>wording</name>
        <message>
            <source>That is not possible now ({code}).</source>
            <translation>Eso no se puede hacer ahora ({code}).</translation>
        </message>
        <message>
            <source>The period ends before it begins.</source>
            <translation>El período termina antes de empezar.</translation>
        </message>
        <message>
            <source>“{text}” is not a day. Write it like 2026-11-22.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing could be written to {path}. Choose another folder or close the program that has it open.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No city called {city} comes with Cabildo.</source>
            <translation>Cabildo no trae ninguna ciudad llamada {city}.</translation>
        </message>
        <message>
            <source>The file of the city ({path}) has a mistake: {why}</source>
            <translation>El archivo de la ciudad ({path}) tiene un error: {why}</translation>
        </message>
        <message>
            <source>There is no district called {district}. There are: {known}.</source>
            <translation>No hay ningún distrito llamado {district}. Están: {known}.</translation>
        </message>
        <message>
            <source>There is no record of Cabildo in {path}.</source>
            <translation>No hay ningún registro de Cabildo en {path}.</translation>
        </message>
        <message>
            <source>There is a record in {path} already; it was left as it is.</source>
            <translation>Ya hay un registro en {path}; quedó como estaba.</translation>
        </message>
        <message>
            <source>The record cannot be read: the file is damaged, or its key is another one. Restore the last copy.</source>
            <translation>No se puede leer el registro: el archivo está dañado o la clave es otra. Restaurá la última copia.</translation>
        </message>
        <message>
            <source>This record was written by a newer version of Cabildo. Install that version to open it.</source>
            <translation>Este registro lo escribió una versión más nueva de Cabildo. Instalá esa versión para abrirlo.</translation>
        </message>
        <message>
            <source>Another program is using the record. Close it and try again.</source>
            <translation>Otro programa está usando el registro. Cerralo y probá de nuevo.</translation>
        </message>
        <message>
            <source>The record cannot be reached on the disk. Nothing was lost; check the disk and try again.</source>
            <translation>No se puede llegar al registro en el disco. No se perdió nada; revisá el disco y probá de nuevo.</translation>
        </message>
        <message>
            <source>Nothing can be written in {path}. Choose another folder or ask for permission.</source>
            <translation>No se puede escribir en {path}. Elegí otra carpeta o pedí permiso.</translation>
        </message>
        <message>
            <source>The disk is full: the last thing was not saved. Free some space and do it again.</source>
            <translation>El disco está lleno: lo último no se guardó. Liberá espacio y hacelo de nuevo.</translation>
        </message>
        <message>
            <source>The disk does not let anything be written: the last thing was not saved.</source>
            <translation>El disco no deja escribir: lo último no se guardó.</translation>
        </message>
        <message>
            <source>The file with the keys in {path} is damaged. Restore it from the last copy.</source>
            <translation>El archivo de claves de {path} está dañado. Restauralo de la última copia.</translation>
        </message>
        <message>
            <source>The passphrase is needed to open the record.</source>
            <translation>Hace falta la contraseña para abrir el registro.</translation>
        </message>
        <message>
            <source>The passphrase is too short: use at least {shortest} characters.</source>
            <translation>La contraseña es muy corta: usá al menos {shortest} caracteres.</translation>
        </message>
        <message>
            <source>That is not the passphrase, nor the recovery code, of this record.</source>
            <translation>Esa no es la contraseña ni el código de recuperación de este registro.</translation>
        </message>
        <message>
            <source>“{text}” is not a date and time. Write it like 2026-11-22T19:00.</source>
            <translation>«{text}» no es una fecha con hora. Escribila así: 2026-11-22T19:00.</translation>
        </message>
        <message>
            <source>The sitting needs a title.</source>
            <translation>La sesión necesita un título.</translation>
        </message>
        <message>
            <source>Say which council meets.</source>
            <translation>Falta decir qué consejo se reúne.</translation>
        </message>
        <message>
            <source>A sitting is not held like that ({mode}). It can be: {known}.</source>
            <translation>Una sesión no se hace así ({mode}). Puede ser: {known}.</translation>
        </message>
        <message>
            <source>There is no such kind of council ({kind}). There are: {known}.</source>
            <translation>No existe ese tipo de consejo ({kind}). Existen: {known}.</translation>
        </message>
        <message>
            <source>That council is not in this record.</source>
            <translation>Ese consejo no está en este registro.</translation>
        </message>
        <message>
            <source>This desk belongs to no district: say which one the council is of.</source>
            <translation>Este puesto no pertenece a ningún distrito: indicá de cuál es el consejo.</translation>
        </message>
        <message>
            <source>There is no sitting {text}.</source>
            <translation>No hay ninguna sesión {text}.</translation>
        </message>
        <message>
            <source>Several sittings begin with {text}: write a few more characters.</source>
            <translation>Hay varias sesiones que empiezan con {text}: escribí algunos caracteres más.</translation>
        </message>
        <message>
            <source>The sitting is open already.</source>
            <translation>La sesión ya está abierta.</translation>
        </message>
        <message>
            <source>The sitting is closed already.</source>
            <translation>La sesión ya está cerrada.</translation>
        </message>
        <message>
            <source>The minutes of this sitting are signed; it cannot be changed any more.</source>
            <translation>El acta de esta sesión está firmada: ya no se puede modificar.</translation>
        </message>
        <message>
            <source>The sitting is not open yet.</source>
            <translation>La sesión todavía no está abierta.</translation>
        </message>
        <message>
            <source>«{title}» is still open on this desk. Close it first.</source>
            <translation>Todavía está abierta «{title}» en este puesto. Cerrala primero.</translation>
        </message>
        <message>
            <source>The file is empty. Download the participant report from Zoom again.</source>
            <translation>El archivo está vacío. Descargá de nuevo el informe de participantes de Zoom.</translation>
        </message>
        <message>
            <source>This is not a participant report of Zoom. Nothing was taken in.</source>
            <translation>Este no es un informe de participantes de Zoom. No se incorporó nada.</translation>
        </message>
        <message>
            <source>This is an Excel workbook. Download the report from Zoom as CSV and try again.</source>
            <translation>Es un libro de Excel. Descargá el informe de Zoom como CSV y probá de nuevo.</translation>
        </message>
        <message>
            <source>The report has no participants in it. Nothing was taken in.</source>
            <translation>El informe no tiene participantes. No se incorporó nada.</translation>
        </message>
        <message>
            <source>The report holds {count} meetings. Download the report of this one alone.</source>
            <translation>El informe trae {count} reuniones. Descargá solo el de esta.</translation>
        </message>
        <message>
            <source>The file is too large to be a participant report of Zoom.</source>
            <translation>El archivo es demasiado grande para ser un informe de participantes de Zoom.</translation>
        </message>
        <message>
            <source>The dates of the report contradict each other. Nothing was taken in.</source>
            <translation>Las fechas del informe se contradicen. No se incorporó nada.</translation>
        </message>
        <message>
            <source>A date in line {line} of the report cannot be read. Nothing was taken in.</source>
            <translation>No se puede leer una fecha en la línea {line} del informe. No se incorporó nada.</translation>
        </message>
        <message>
            <source>Write what the item is about.</source>
            <translation>Escribí de qué trata el punto.</translation>
        </message>
        <message>
            <source>{minutes} minutes cannot be planned: from 1 to {most}.</source>
            <translation>No se pueden prever {minutes} minutos: van de 1 a {most}.</translation>
        </message>
        <message>
            <source>An item cannot end like that ({outcome}). It can: {known}.</source>
            <translation>Un punto no puede terminar así ({outcome}). Puede: {known}.</translation>
        </message>
        <message>
            <source>The agenda is empty: write down its first item.</source>
            <translation>El orden del día está vacío: anotá el primer punto.</translation>
        </message>
        <message>
            <source>All items have been dealt with.</source>
            <translation>Ya se trataron todos los puntos.</translation>
        </message>
        <message>
            <source>That item is on the table already.</source>
            <translation>Ese punto ya se está tratando.</translation>
        </message>
        <message>
            <source>That item has been dealt with already.</source>
            <translation>Ese punto ya se trató.</translation>
        </message>
        <message>
            <source>What has been spoken about stays in the agenda.</source>
            <translation>Lo que ya se trató queda en el orden del día.</translation>
        </message>
        <message>
            <source>That item is not in the agenda any more.</source>
            <translation>Ese punto ya no está en el orden del día.</translation>
        </message>
        <message>
            <source>Begin an item first (F4); then give the floor.</source>
            <translation>Primero iniciá un punto (F4); después dá la palabra.</translation>
        </message>
        <message>
            <source>That person is not marked present.</source>
            <translation>Esa persona no figura como presente.</translation>
        </message>
        <message>
            <source>That turn has been taken back already.</source>
            <translation>Ese uso de la palabra ya se quitó.</translation>
        </message>
        <message>
            <source>One is present in the room, on Zoom or by telephone.</source>
            <translation>Se puede estar en la sala, por Zoom o por teléfono.</translation>
        </message>
        <message>
            <source>Nobody leaves before she comes: check the times.</source>
            <translation>Nadie se va antes de llegar: revisá las horas.</translation>
        </message>
        <message>
            <source>There is nobody left without a name to take off.</source>
            <translation>No queda nadie sin nombre para descontar.</translation>
        </message>
        <message>
            <source>The document number is missing.</source>
            <translation>Falta el número de documento.</translation>
        </message>
        <message>
            <source>Nobody on the roll has the document {document}.</source>
            <translation>Nadie en el padrón tiene el documento {document}.</translation>
        </message>
        <message>
            <source>Several people on the roll have the document {document}: choose one by name.</source>
            <translation>Hay varias personas en el padrón con el documento {document}: elegí una por el nombre.</translation>
        </message>
        <message>
            <source>That is not the code of a DNI: scan the card again or type the number.</source>
            <translation>Eso no es el código de un DNI: escaneá la tarjeta de nuevo o escribí el número.</translation>
        </message>
        <message>
            <source>That arrival was taken back already.</source>
            <translation>Esa llegada ya se había deshecho.</translation>
        </message>
        <message>
            <source>That person had left already.</source>
            <translation>Esa persona ya se había ido.</translation>
        </message>
        <message>
            <source>There is nothing to take back.</source>
            <translation>No hay nada para deshacer.</translation>
        </message>
        <message>
            <source>Open a sitting first: the door counts for the sitting that is open.</source>
            <translation>Primero abrí una sesión: la puerta cuenta para la sesión abierta.</translation>
        </message>
        <message>
            <source>Say who in exactly one way: --scan, --document, --resident or --walk-in.</source>
            <translation>Decí quién de una sola manera: --scan, --document, --resident o --walk-in.</translation>
        </message>
        <message>
            <source>Write what was asked for.</source>
            <translation>Escribí qué se pidió.</translation>
        </message>
        <message>
            <source>There is no such kind of issue ({kind}). There are: {known}.</source>
            <translation>No existe ese tipo de pedido ({kind}). Existen: {known}.</translation>
        </message>
        <message>
            <source>An issue cannot be {state}. It can be: {known}.</source>
            <translation>Un pedido no puede quedar en «{state}». Puede: {known}.</translation>
        </message>
        <message>
            <source>An issue cannot come from there ({source}). It can be: {known}.</source>
            <translation>Un pedido no puede venir de ahí ({source}). Puede: {known}.</translation>
        </message>
        <message>
            <source>That issue is not in the record any more.</source>
            <translation>Ese pedido ya no está en el registro.</translation>
        </message>
        <message>
            <source>Write what is promised.</source>
            <translation>Escribí a qué se comprometen.</translation>
        </message>
        <message>
            <source>{due_on} is before the sitting itself: check the date.</source>
            <translation>El {due_on} es anterior a la sesión: revisá la fecha.</translation>
        </message>
        <message>
            <source>Say who answers for it.</source>
            <translation>Falta decir quién se hace responsable.</translation>
        </message>
        <message>
            <source>That cannot answer for a commitment ({kind}). It can be: {known}.</source>
            <translation>Eso no puede hacerse responsable ({kind}). Puede ser: {known}.</translation>
        </message>
        <message>
            <source>Whoever answers for it is not in the record.</source>
            <translation>Quien se hace responsable no está en el registro.</translation>
        </message>
        <message>
            <source>That commitment is not in the record any more.</source>
            <translation>Ese compromiso ya no está en el registro.</translation>
        </message>
        <message>
            <source>A commitment cannot be {state}. It can be: {known}.</source>
            <translation>Un compromiso no puede quedar en «{state}». Puede: {known}.</translation>
        </message>
        <message>
            <source>There is no topic {topic}. There are: {known}.</source>
            <translation>No existe el tema {topic}. Existen: {known}.</translation>
        </message>
        <message>
            <source>{text} is no date. Write it like 2026-12-15 or 15/12/2026.</source>
            <translation>{text} no es una fecha. Escribila así: 15/12/2026.</translation>
        </message>
        <message>
            <source>This sitting has not been opened yet: its minutes can be drafted from then on.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The minutes of this sitting are signed and cannot be drafted again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Those minutes are not in the record.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The folder {folder} does not exist.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{path} was edited after Cabildo wrote it. Save the minutes under another name to keep both.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{path} cannot be written. If it is open in Word, close it; if not, choose another folder.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The organisation has no name.</source>
            <translation>Falta el nombre de la organización.</translation>
        </message>
        <message>
            <source>There is no such kind of organisation.</source>
            <translation>No existe ese tipo de organización.</translation>
        </message>
        <message>
            <source>The name is missing.</source>
            <translation>Falta el nombre.</translation>
        </message>
        <message>
            <source>Write both the given name and the family name.</source>
            <translation>Escribí nombre y apellido.</translation>
        </message>
        <message>
            <source>A name has letters only: «{name}» does not look like one.</source>
            <translation>Un nombre lleva solo letras: «{name}» no parece un nombre.</translation>
        </message>
        <message>
            <source>The name is too long: {longest} letters at most.</source>
            <translation>El nombre es demasiado largo: hasta {longest} letras.</translation>
        </message>
        <message>
            <source>A document number has six to eight digits.</source>
            <translation>El número de documento tiene entre seis y ocho cifras.</translation>
        </message>
        <message>
            <source>There is no such date: write it as day/month/year.</source>
            <translation>Esa fecha no existe: escribila como día/mes/año.</translation>
        </message>
        <message>
            <source>Nobody was born on that date: check the year.</source>
            <translation>Nadie pudo nacer en esa fecha: revisá el año.</translation>
        </message>
        <message>
            <source>The gender was not understood.</source>
            <translation>No se entiende el género.</translation>
        </message>
        <message>
            <source>There is no such age band.</source>
            <translation>No existe esa franja de edad.</translation>
        </message>
        <message>
            <source>The telephone number is not complete: write it with its area code.</source>
            <translation>El teléfono está incompleto: escribilo con su característica.</translation>
        </message>
        <message>
            <source>That is not an e-mail address.</source>
            <translation>Eso no es una dirección de correo.</translation>
        </message>
        <message>
            <source>That person is not on the roll.</source>
            <translation>Esa persona no está en el padrón.</translation>
        </message>
        <message>
            <source>The quarter is none of the city's: it was left out.</source>
            <translation>Ese barrio no figura en la ciudad: quedó sin anotar.</translation>
        </message>
        <message>
            <source>Somebody of another name has the same document: look at both before adding anybody.</source>
            <translation>Otra persona, con otro nombre, tiene ese mismo documento: revisá antes de agregar a nadie.</translation>
        </message>
        <message>
            <source>Somebody of the same name has another document: look whether they are two people.</source>
            <translation>Alguien con el mismo nombre tiene otro documento: revisá si son dos personas.</translation>
        </message>
        <message>
            <source>Somebody of the same name is on the roll: look whether it is the same person.</source>
            <translation>En el padrón hay alguien con el mismo nombre: revisá si es la misma persona.</translation>
        </message>
        <message>
            <source>The file {name} cannot be read.</source>
            <translation>No se puede leer el archivo {name}.</translation>
        </message>
        <message>
            <source>The file is empty.</source>
            <translation>El archivo está vacío.</translation>
        </message>
        <message>
            <source>The file is too large to be a roll of neighbours.</source>
            <translation>El archivo es demasiado grande para ser un padrón de vecinos.</translation>
        </message>
        <message>
            <source>The letters of the file cannot be read: save it as «CSV UTF-8» and try again.</source>
            <translation>No se entienden las letras del archivo: guardalo como «CSV UTF-8» y volvé a intentar.</translation>
        </message>
        <message>
            <source>The file is not a CSV.</source>
            <translation>El archivo no es un CSV.</translation>
        </message>
        <message>
            <source>The file has no column {missing}: the first line must name the columns.</source>
            <translation>Al archivo le falta la columna {missing}: la primera línea tiene que nombrar las columnas.</translation>
        </message>
        <message>
            <source>The shared database cannot be reached. Nothing was lost: everything waits here and can be sent later.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The shared database does not let this desk in. Ask its administrator to enrol it again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The server cannot prove that it is the city's: its certificate is not the expected one. Nothing was sent.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The shared database is busy with other desks. Everything waits here; try again in a moment.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The shared database could not take it ({sqlstate}). Nothing was lost; tell its administrator.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>That database is not prepared for Cabildo yet. Its administrator does it with “cabildo server init”.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>That user may not prepare the database: it takes one that may create roles and owns the database.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>That PostgreSQL is too old: version {oldest} or newer is needed.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The shared database is of a newer version of Cabildo. Update this program and send again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>That is not the address of a database. Write it like postgresql://user:password@server/database.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The shared database keeps going back to entry {number}. Its administrator has to look at it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This desk is not enrolled in the shared database yet. An administrator enrols it once.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This desk was revoked: it may not enter the shared database again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Those credentials are another desk's.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The server has another entry {number} of this desk: this laptop is a copy, or came back from a backup. Nothing was sent, so that nothing is lost; ask for help before going on.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Entry {number} of the journal was altered after it was written. What is before it was sent.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The journal does not hold: entry {number} was altered or is missing.</source>
            <translation type="unfinished" />
        </message>
    </context>
</TS>
