<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es_AR" sourcelanguage="en">
    <context>
        <name>AccountCard</name>
        <message>
            <source>Zoom</source>
            <translation>Zoom</translation>
        </message>
        <message>
            <source>With access to Zoom the list of each call comes by itself. Whoever administers the Zoom account makes a “Server-to-Server OAuth” app at marketplace.zoom.us and hands out three values. Without it, reports are brought as files.</source>
            <translation>Con acceso a Zoom, la lista de cada videollamada llega sola. Quien administra la cuenta de Zoom crea una aplicación «Server-to-Server OAuth» en marketplace.zoom.us y entrega tres datos. Sin eso, los informes se traen como archivos.</translation>
        </message>
        <message>
            <source>Empty: the first user with a licence</source>
            <translation>Vacío: la primera persona con licencia</translation>
        </message>
        <message>
            <source>Account ID</source>
            <translation>Account ID (cuenta)</translation>
        </message>
        <message>
            <source>Client ID</source>
            <translation>Client ID (cliente)</translation>
        </message>
        <message>
            <source>Client secret</source>
            <translation>Client secret (clave secreta)</translation>
        </message>
        <message>
            <source>E-mail of whoever hosts</source>
            <translation>Correo de quien es anfitrión o anfitriona</translation>
        </message>
        <message>
            <source>Keep and try out</source>
            <translation>Guardar y probar</translation>
        </message>
        <message>
            <source>Try out</source>
            <translation>Probar</translation>
        </message>
        <message>
            <source>Forget</source>
            <translation>Olvidar</translation>
        </message>
        <message>
            <source>Kept; type another one to change it</source>
            <translation>Guardada; para cambiarla, escribí otra</translation>
        </message>
        <message>
            <source>Zoom lets this desk do everything it needs.</source>
            <translation>Zoom le permite a este puesto todo lo que necesita.</translation>
        </message>
        <message>
            <source>Zoom lets this desk in, but something is missing.</source>
            <translation>Zoom deja entrar a este puesto, pero falta algo.</translation>
        </message>
        <message>
            <source>Hosts: {host}</source>
            <translation>Anfitrión o anfitriona: {host}</translation>
        </message>
        <message>
            <source>Asking Zoom…</source>
            <translation>Consultando a Zoom…</translation>
        </message>
        <message>
            <source>Kept in the system's keyring.</source>
            <translation>Quedó en el llavero del sistema.</translation>
        </message>
        <message>
            <source>Kept in the encrypted record.</source>
            <translation>Quedó en el registro cifrado.</translation>
        </message>
    </context>
    <context>
        <name>AftermathSheet</name>
        <message numerus="yes">
            <source>%n corrections after the closing</source>
            <translation>
                <numerusform>%n corrección después del cierre</numerusform>
                <numerusform>%n correcciones después del cierre</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>AgendaPane</name>
        <message>
            <source>Agenda</source>
            <translation>Orden del día</translation>
        </message>
        <message>
            <source>Both items are one now: «{title}».</source>
            <translation>Los dos puntos ahora son uno: «{title}».</translation>
        </message>
        <message>
            <source>«{title}» waits for the next sitting.</source>
            <translation>«{title}» queda para la próxima sesión.</translation>
        </message>
        <message>
            <source>«{title}» was taken off.</source>
            <translation>Se quitó «{title}».</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Deshacer</translation>
        </message>
        <message>
            <source>{done} of {all} done</source>
            <translation>{done} de {all} tratados</translation>
        </message>
        <message>
            <source>ends {time}</source>
            <translation>termina {time}</translation>
        </message>
        <message>
            <source>Still to come: {time}.</source>
            <translation>Falta: {time}.</translation>
        </message>
        <message numerus="yes">
            <source>%n minutes after the planned end.</source>
            <translation>
                <numerusform>%n minuto después de la hora prevista.</numerusform>
                <numerusform>%n minutos después de la hora prevista.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n minutes before the planned end.</source>
            <translation>
                <numerusform>%n minuto antes de la hora prevista.</numerusform>
                <numerusform>%n minutos antes de la hora prevista.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n items without minutes are not counted.</source>
            <translation>
                <numerusform>%n punto sin minutos no se cuenta.</numerusform>
                <numerusform>%n puntos sin minutos no se cuentan.</numerusform>
            </translation>
        </message>
        <message>
            <source>saved</source>
            <translation>guardado</translation>
        </message>
        <message>
            <source>Notes of this item: what was said, what was agreed…</source>
            <translation>Notas del punto: qué se dijo, qué se acordó…</translation>
        </message>
        <message>
            <source>Notes of item</source>
            <translation>Notas del punto</translation>
        </message>
        <message>
            <source>Notes: {number}. {title}</source>
            <translation>NOTAS  ·  {number}. {title}</translation>
        </message>
    </context>
    <context>
        <name>AgendaSheets</name>
        <message>
            <source>min</source>
            <translation>min</translation>
        </message>
        <message>
            <source>not said</source>
            <translation>sin indicar</translation>
        </message>
        <message>
            <source>A neighbour, an organisation, or whoever it is</source>
            <translation>Una vecina, una organización o quien sea</translation>
        </message>
        <message>
            <source>What it is about</source>
            <translation>De qué se trata</translation>
        </message>
        <message>
            <source>Minutes planned</source>
            <translation>Minutos previstos</translation>
        </message>
        <message>
            <source>Who presents it</source>
            <translation>Quién lo presenta</translation>
        </message>
        <message>
            <source>Item {number}</source>
            <translation>Punto {number}</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>Guardar</translation>
        </message>
        <message>
            <source>With which item</source>
            <translation>Con qué punto</translation>
        </message>
        <message>
            <source>Title of both together</source>
            <translation>Título de los dos juntos</translation>
        </message>
        <message>
            <source>Notes, times, turns and issues of both are kept. It can be taken back.</source>
            <translation>Se conservan las notas, los tiempos, los usos de la palabra y los pedidos de los dos. Se puede deshacer.</translation>
        </message>
        <message>
            <source>Join «{title}»</source>
            <translation>Unir «{title}»</translation>
        </message>
        <message>
            <source>Join</source>
            <translation>Unir</translation>
        </message>
        <message>
            <source>Write what it is about.</source>
            <translation>Escribí de qué se trata.</translation>
        </message>
    </context>
    <context>
        <name>Arrivals</name>
        <message numerus="yes">
            <source>%n arrivals</source>
            <translation>
                <numerusform>%n llegada</numerusform>
                <numerusform>%n llegadas</numerusform>
            </translation>
        </message>
        <message>
            <source>Nobody has arrived yet. Type a name or scan a DNI.</source>
            <translation>Todavía no llegó nadie. Escribí un nombre o escaneá un DNI.</translation>
        </message>
        <message>
            <source>Arrivals, the latest first</source>
            <translation>Llegadas, la última primero</translation>
        </message>
        <message>
            <source>Enter: her data. + and −: who came with her. *: the name of one of them.</source>
            <translation>Enter: sus datos. + y −: acompañantes. *: anotar el nombre de uno.</translation>
        </message>
        <message>
            <source>+1 without a name</source>
            <translation>+1 sin nombre</translation>
        </message>
        <message>
            <source>Counts a person in the room</source>
            <translation>Cuenta a una persona en la sala</translation>
        </message>
        <message>
            <source>One without a name fewer</source>
            <translation>Una persona sin nombre menos</translation>
        </message>
        <message>
            <source>Consent</source>
            <translation>Consentimiento</translation>
        </message>
        <message>
            <source>She agrees that her data be kept</source>
            <translation>Acepta que se guarden sus datos</translation>
        </message>
        <message>
            <source>Left</source>
            <translation>Se fue</translation>
        </message>
        <message>
            <source>She leaves, or is back</source>
            <translation>Se va, o volvió</translation>
        </message>
        <message>
            <source>Read her what consent means</source>
            <translation>Leerle de qué se trata el consentimiento</translation>
        </message>
        <message>
            <source>Her data</source>
            <translation>Sus datos</translation>
        </message>
        <message>
            <source>One more came with her</source>
            <translation>Vino con una persona más</translation>
        </message>
        <message>
            <source>Take back the last act (Ctrl+Z)</source>
            <translation>Deshacer lo último (Ctrl+Z)</translation>
        </message>
        <message>
            <source>Is back</source>
            <translation>Volvió</translation>
        </message>
        <message numerus="yes">
            <source>%n after the closing</source>
            <translation>
                <numerusform>%n después del cierre</numerusform>
                <numerusform>%n después del cierre</numerusform>
            </translation>
        </message>
        <message>
            <source>afterwards</source>
            <translation>después</translation>
        </message>
    </context>
    <context>
        <name>Asked</name>
        <message numerus="yes">
            <source>Zoom: %n messages</source>
            <translation>
                <numerusform>Zoom: %n mensaje</numerusform>
                <numerusform>Zoom: %n mensajes</numerusform>
            </translation>
        </message>
        <message>
            <source>What was asked for, and what Zoom heard</source>
            <translation>Lo que se pidió, y lo que quedó en Zoom</translation>
        </message>
        <message>
            <source>Asked for</source>
            <translation>Lo que se pidió</translation>
        </message>
        <message>
            <source>Zoom</source>
            <translation>Zoom</translation>
        </message>
    </context>
    <context>
        <name>AskedPage</name>
        <message>
            <source>Requests</source>
            <translation>Pedidos</translation>
        </message>
        <message>
            <source>All {number}</source>
            <translation>Todos {number}</translation>
        </message>
        <message>
            <source>The first {number}, the newest sitting first</source>
            <translation>Los primeros {number}, desde la sesión más reciente</translation>
        </message>
        <message>
            <source>Undone.</source>
            <translation>Deshecho.</translation>
        </message>
        <message numerus="yes">
            <source>%n requests changed.</source>
            <translation>
                <numerusform>%n pedido actualizado.</numerusform>
                <numerusform>%n pedidos actualizados.</numerusform>
            </translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Deshacer</translation>
        </message>
        <message numerus="yes">
            <source>%n lists</source>
            <translation>
                <numerusform>%n lista</numerusform>
                <numerusform>%n listas</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n requests</source>
            <translation>
                <numerusform>%n pedido</numerusform>
                <numerusform>%n pedidos</numerusform>
            </translation>
        </message>
        <message>
            <source>Save the lists</source>
            <translation>Guardar las listas</translation>
        </message>
        <message>
            <source>Once they are noted as sent, the next list brings only what is new.</source>
            <translation>Si los anotás como enviados, la próxima lista trae solo lo nuevo.</translation>
        </message>
        <message>
            <source>Lists that were sent</source>
            <translation>Listas enviadas</translation>
        </message>
        <message>
            <source>Lists for the departments…</source>
            <translation>Listas para las áreas…</translation>
        </message>
        <message>
            <source>What, who, where, department, council: any words, in any order</source>
            <translation>Qué, quién, dónde, área, consejo: palabras en cualquier orden</translation>
        </message>
        <message>
            <source>State</source>
            <translation>Estado</translation>
        </message>
        <message>
            <source>Any kind</source>
            <translation>Todos los tipos</translation>
        </message>
        <message>
            <source>Sent or not</source>
            <translation>Enviados o no</translation>
        </message>
        <message>
            <source>Not sent yet</source>
            <translation>Sin enviar</translation>
        </message>
        <message>
            <source>Sent</source>
            <translation>Enviados</translation>
        </message>
        <message>
            <source>Kind</source>
            <translation>Tipo</translation>
        </message>
        <message>
            <source>Any topic</source>
            <translation>Todos los temas</translation>
        </message>
        <message>
            <source>Topic</source>
            <translation>Tema</translation>
        </message>
        <message>
            <source>Any department</source>
            <translation>Todas las áreas</translation>
        </message>
        <message>
            <source>Department</source>
            <translation>Área</translation>
        </message>
        <message>
            <source>Any council</source>
            <translation>Todos los consejos</translation>
        </message>
        <message>
            <source>Council</source>
            <translation>Consejo</translation>
        </message>
        <message>
            <source>Any district</source>
            <translation>Todos los distritos</translation>
        </message>
        <message>
            <source>District</source>
            <translation>Distrito</translation>
        </message>
        <message>
            <source>SITTING</source>
            <translation>SESIÓN</translation>
        </message>
        <message>
            <source>KIND</source>
            <translation>TIPO</translation>
        </message>
        <message>
            <source>WHAT WAS ASKED FOR</source>
            <translation>QUÉ SE PIDIÓ</translation>
        </message>
        <message>
            <source>DEPARTMENT</source>
            <translation>ÁREA</translation>
        </message>
        <message>
            <source>STATE</source>
            <translation>ESTADO</translation>
        </message>
        <message>
            <source>Show more</source>
            <translation>Ver más</translation>
        </message>
        <message>
            <source>several neighbours</source>
            <translation>varios vecinos</translation>
        </message>
        <message>
            <source>No department</source>
            <translation>Sin área</translation>
        </message>
        <message>
            <source>Nothing was asked for like that</source>
            <translation>No hay pedidos así</translation>
        </message>
        <message>
            <source>Try fewer words, or take a filter away.</source>
            <translation>Probá con menos palabras o quitá un filtro.</translation>
        </message>
        <message>
            <source>Nothing was asked for yet</source>
            <translation>Todavía no hay pedidos</translation>
        </message>
        <message>
            <source>What is written down in the room, under «What was asked for», is found here from then on.</source>
            <translation>Lo que se anota en Sala, en «Lo que se pidió», aparece acá en el momento.</translation>
        </message>
        <message numerus="yes">
            <source>%n requests chosen</source>
            <translation>
                <numerusform>%n pedido elegido</numerusform>
                <numerusform>%n pedidos elegidos</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>AskedPanel</name>
        <message>
            <source>Choose a request</source>
            <translation>Elegí un pedido</translation>
        </message>
        <message>
            <source>Shift and Ctrl choose several.</source>
            <translation>Con Mayús y Ctrl se eligen varios.</translation>
        </message>
        <message>
            <source>What became of it…</source>
            <translation>Qué pasó…</translation>
        </message>
        <message>
            <source>Open again</source>
            <translation>Volver a abrir</translation>
        </message>
        <message>
            <source>Department…</source>
            <translation>Área…</translation>
        </message>
        <message>
            <source>Edit…</source>
            <translation>Editar…</translation>
        </message>
        <message>
            <source>Go to its sitting</source>
            <translation>Ir a la sesión</translation>
        </message>
        <message>
            <source>The minutes are signed: its words stay.</source>
            <translation>El acta está firmada: el texto no cambia.</translation>
        </message>
        <message numerus="yes">
            <source>%n requests chosen</source>
            <translation>
                <numerusform>%n pedido elegido</numerusform>
                <numerusform>%n pedidos elegidos</numerusform>
            </translation>
        </message>
        <message>
            <source>What is done now is done to all of them, and undone at once.</source>
            <translation>Lo que hagas vale para todos, y se deshace de una vez.</translation>
        </message>
        <message>
            <source>in the room</source>
            <translation>en sala</translation>
        </message>
        <message>
            <source>by Zoom</source>
            <translation>por Zoom</translation>
        </message>
        <message>
            <source>by telephone</source>
            <translation>por teléfono</translation>
        </message>
        <message>
            <source>several neighbours</source>
            <translation>varios vecinos</translation>
        </message>
        <message>
            <source>Raised by</source>
            <translation>Quién lo pidió</translation>
        </message>
        <message>
            <source>Topic</source>
            <translation>Tema</translation>
        </message>
        <message>
            <source>Place</source>
            <translation>Lugar</translation>
        </message>
        <message>
            <source>Department</source>
            <translation>Área</translation>
        </message>
        <message>
            <source>none yet</source>
            <translation>sin área todavía</translation>
        </message>
        <message>
            <source>Answer</source>
            <translation>Respuesta</translation>
        </message>
        <message>
            <source>Answered by</source>
            <translation>Quién respondió</translation>
        </message>
        <message>
            <source>Sent</source>
            <translation>Enviado</translation>
        </message>
        <message>
            <source>Sitting</source>
            <translation>Sesión</translation>
        </message>
    </context>
    <context>
        <name>BackupCard</name>
        <message>
            <source>Backups</source>
            <translation>Respaldos</translation>
        </message>
        <message>
            <source>Make a backup now</source>
            <translation>Hacer un respaldo ahora</translation>
        </message>
        <message>
            <source>Try it out</source>
            <translation>Probarlo</translation>
        </message>
        <message>
            <source>Delete…</source>
            <translation>Borrar…</translation>
        </message>
        <message>
            <source>Made</source>
            <translation>HECHO</translation>
        </message>
        <message>
            <source>Where</source>
            <translation>DÓNDE</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>TAMAÑO</translation>
        </message>
        <message>
            <source>All backups</source>
            <translation>Todos los respaldos</translation>
        </message>
        <message>
            <source>A backup opens with the passphrase of the day it was made, also after you change it.</source>
            <translation>Un respaldo se abre con la contraseña del día en que se hizo, aunque después la cambies.</translation>
        </message>
        <message>
            <source>There is no backup yet</source>
            <translation>Todavía no hay ningún respaldo</translation>
        </message>
        <message>
            <source>If this laptop breaks or is stolen, the record goes with it.</source>
            <translation>Si esta computadora se rompe o la roban, el registro se va con ella.</translation>
        </message>
        <message>
            <source>Last backup: {time}</source>
            <translation>Último respaldo: {time}</translation>
        </message>
        <message numerus="yes">
            <source>%Ln neighbour(s), {size}. Opened and checked when it was made.</source>
            <translation>
                <numerusform>%Ln vecino, {size}. Se abrió y verificó al hacerlo.</numerusform>
                <numerusform>%Ln vecinos, {size}. Se abrió y verificó al hacerlo.</numerusform>
            </translation>
        </message>
        <message>
            <source>None chosen. A USB stick kept elsewhere survives fire and theft.</source>
            <translation>Ninguna. Un pendrive guardado en otro lado sobrevive a un incendio y a un robo.</translation>
        </message>
        <message>
            <source>One moment...</source>
            <translation>Un momento…</translation>
        </message>
        <message>
            <source>The backup is made and checked: {size}.</source>
            <translation>El respaldo está hecho y verificado: {size}.</translation>
        </message>
        <message>
            <source>It is in {folder} too.</source>
            <translation>También está en {folder}.</translation>
        </message>
        <message>
            <source>The second folder is not there now; it gets the next one.</source>
            <translation>La segunda carpeta no está conectada ahora; recibe el próximo.</translation>
        </message>
        <message numerus="yes">
            <source>It can be used: %Ln neighbour(s), last entry {last}.</source>
            <translation>
                <numerusform>Sirve: %Ln vecino; último asiento: {last}.</numerusform>
                <numerusform>Sirve: %Ln vecinos; último asiento: {last}.</numerusform>
            </translation>
        </message>
        <message>
            <source>It is not plugged in now; it gets the next backup.</source>
            <translation>No está conectada ahora; recibe el próximo respaldo.</translation>
        </message>
        <message>
            <source>Choose…</source>
            <translation>Elegir…</translation>
        </message>
        <message>
            <source>None</source>
            <translation>Ninguna</translation>
        </message>
        <message>
            <source>Choose the second folder</source>
            <translation>Elegir la segunda carpeta</translation>
        </message>
        <message>
            <source>No second folder</source>
            <translation>Sin segunda carpeta</translation>
        </message>
        <message>
            <source>Second folder</source>
            <translation>Segunda carpeta</translation>
        </message>
        <message>
            <source>This laptop</source>
            <translation>Esta computadora</translation>
        </message>
        <message>
            <source>Restores it aside, reads all of it, and throws the trial away</source>
            <translation>Lo restaura aparte, lo lee entero y descarta la prueba</translation>
        </message>
        <message>
            <source>today {time}</source>
            <translation>hoy {time}</translation>
        </message>
        <message>
            <source>yesterday {time}</source>
            <translation>ayer {time}</translation>
        </message>
    </context>
    <context>
        <name>BannerLine</name>
        <message>
            <source>Dismiss</source>
            <translation>Descartar</translation>
        </message>
    </context>
    <context>
        <name>BoardPage</name>
        <message>
            <source>Charts</source>
            <translation>Tableros</translation>
        </message>
        <message>
            <source>{since} to {until}</source>
            <translation>{since} a {until}</translation>
        </message>
        <message>
            <source>Sittings behind this number: {count}.</source>
            <translation>Sesiones detrás de este número: {count}.</translation>
        </message>
        <message>
            <source>These are so few people that their sittings are not told either.</source>
            <translation>Son tan pocas personas que tampoco se muestran sus sesiones.</translation>
        </message>
        <message>
            <source>Saved: {path}</source>
            <translation>Guardado: {path}</translation>
        </message>
        <message>
            <source>Save the chart</source>
            <translation>Guardar el gráfico</translation>
        </message>
        <message>
            <source>Save the table</source>
            <translation>Guardar la tabla</translation>
        </message>
        <message>
            <source>{period}, compared with {since} to {until}</source>
            <translation>{period}, comparado con {since} a {until}</translation>
        </message>
        <message>
            <source>In short</source>
            <translation>En pocas palabras</translation>
        </message>
        <message>
            <source>Copied: the chart as a picture, its numbers as a table.</source>
            <translation>Copiado: el gráfico como imagen y sus números como tabla.</translation>
        </message>
        <message>
            <source>There is no sitting to count yet</source>
            <translation>Todavía no hay sesiones para contar</translation>
        </message>
        <message>
            <source>As soon as a sitting is opened, its people appear here: by way, new and returning, by age.</source>
            <translation>Apenas se abra una sesión, acá se ve quiénes vinieron: por qué vía, si son personas nuevas o que ya venían, y de qué edad.</translation>
        </message>
        <message>
            <source>Go to Today</source>
            <translation>Ir a Hoy</translation>
        </message>
        <message>
            <source>No sitting in this period</source>
            <translation>No hubo sesiones en este período</translation>
        </message>
        <message>
            <source>Choose other days, another district or another council.</source>
            <translation>Elegí otros días, otro distrito u otro consejo.</translation>
        </message>
        <message>
            <source>Show everything</source>
            <translation>Mostrar todo</translation>
        </message>
        <message>
            <source>See what was asked for</source>
            <translation>Ver los pedidos</translation>
        </message>
        <message>
            <source>See the commitments</source>
            <translation>Ver los compromisos</translation>
        </message>
        <message>
            <source>Households are asked at home: no sitting stands behind these numbers.</source>
            <translation>A los hogares se les pregunta en su casa: detrás de estos números no hay sesiones.</translation>
        </message>
    </context>
    <context>
        <name>BringBackPage</name>
        <message>
            <source>Restore a backup</source>
            <translation>Restaurar un respaldo</translation>
        </message>
        <message>
            <source>The record that is on this laptop is moved into a folder of its own; nothing is deleted.</source>
            <translation>El registro que está en esta computadora se aparta en una carpeta propia; no se borra nada.</translation>
        </message>
        <message>
            <source>Passphrase or recovery code of that day</source>
            <translation>Contraseña o código de recuperación de ese día</translation>
        </message>
        <message>
            <source>Restore</source>
            <translation>Restaurar</translation>
        </message>
        <message>
            <source>Back</source>
            <translation>Volver</translation>
        </message>
        <message>
            <source>Reading all of it...</source>
            <translation>Leyéndolo entero…</translation>
        </message>
        <message numerus="yes">
            <source>Made on {time}, with %Ln neighbour(s)</source>
            <translation>
                <numerusform>Hecho el {time}, con %Ln vecino</numerusform>
                <numerusform>Hecho el {time}, con %Ln vecinos</numerusform>
            </translation>
        </message>
        <message>
            <source>Type the passphrase first.</source>
            <translation>Escribí primero la contraseña.</translation>
        </message>
    </context>
    <context>
        <name>CallStrip</name>
        <message>
            <source>The call</source>
            <translation>La videollamada</translation>
        </message>
        <message>
            <source>Who is in the call now</source>
            <translation>Quiénes están ahora en la videollamada</translation>
        </message>
        <message>
            <source>Copy link</source>
            <translation>Copiar enlace</translation>
        </message>
        <message>
            <source>Copy the link with which one registers</source>
            <translation>Copia el enlace para inscribirse</translation>
        </message>
        <message>
            <source>Create in Zoom</source>
            <translation>Crear en Zoom</translation>
        </message>
        <message>
            <source>Bring from Zoom</source>
            <translation>Traer de Zoom</translation>
        </message>
        <message>
            <source>Zoom tells nothing new of this call.</source>
            <translation>Zoom no informa nada nuevo de esta videollamada.</translation>
        </message>
        <message numerus="yes">
            <source>From Zoom: %n people in the call.</source>
            <translation>
                <numerusform>De Zoom: %n persona en la videollamada.</numerusform>
                <numerusform>De Zoom: %n personas en la videollamada.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n are sure and counted.</source>
            <translation>
                <numerusform>%n es segura y ya cuenta.</numerusform>
                <numerusform>%n son seguras y ya cuentan.</numerusform>
            </translation>
        </message>
        <message>
            <source>Also: {what}.</source>
            <translation>Además: {what}.</translation>
        </message>
        <message numerus="yes">
            <source>%n wait to be decided.</source>
            <translation>
                <numerusform>%n espera una decisión.</numerusform>
                <numerusform>%n esperan una decisión.</numerusform>
            </translation>
        </message>
        <message>
            <source>Decide</source>
            <translation>Decidir</translation>
        </message>
        <message>
            <source>The meeting is made: {number}.</source>
            <translation>La reunión está creada: {number}.</translation>
        </message>
        <message>
            <source>Copy the link to register</source>
            <translation>Copiar el enlace de inscripción</translation>
        </message>
        <message>
            <source>In the call now</source>
            <translation>Ahora en la videollamada</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Cerrar</translation>
        </message>
        <message>
            <source>{name} (waits outside)</source>
            <translation>{name} (espera afuera)</translation>
        </message>
        <message>
            <source>Without a name</source>
            <translation>Sin nombre</translation>
        </message>
        <message>
            <source>This sitting has no Zoom meeting yet.</source>
            <translation>Esta sesión todavía no tiene reunión de Zoom.</translation>
        </message>
        <message>
            <source>Meeting {number}</source>
            <translation>Reunión {number}</translation>
        </message>
        <message>
            <source>Whoever registers is known at once.</source>
            <translation>A quien se inscribe se lo reconoce enseguida.</translation>
        </message>
        <message>
            <source>Asking Zoom…</source>
            <translation>Consultando a Zoom…</translation>
        </message>
        <message>
            <source>Zoom has no list yet; it is asked again at {time}.</source>
            <translation>Zoom todavía no tiene la lista; se la pedimos otra vez a las {time}.</translation>
        </message>
        <message>
            <source>Zoom is asked for the list at {time}.</source>
            <translation>A las {time} se le pide la lista a Zoom.</translation>
        </message>
        <message>
            <source>The list of the call is here.</source>
            <translation>La lista de la videollamada ya está.</translation>
        </message>
        <message>
            <source>The list of the call has not been brought yet.</source>
            <translation>La lista de la videollamada todavía no se trajo.</translation>
        </message>
        <message>
            <source>The plan does not show who is in the call; the list comes when it ends.</source>
            <translation>El plan no muestra quién está en la videollamada; la lista llega cuando termina.</translation>
        </message>
        <message>
            <source>Nobody is in the call now.</source>
            <translation>Ahora no hay nadie en la videollamada.</translation>
        </message>
        <message numerus="yes">
            <source>%n in the call</source>
            <translation>
                <numerusform>%n en la videollamada</numerusform>
                <numerusform>%n en la videollamada</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n outside</source>
            <translation>
                <numerusform>%n afuera</numerusform>
                <numerusform>%n afuera</numerusform>
            </translation>
        </message>
        <message>
            <source>From Zoom: {what}.</source>
            <translation>De Zoom: {what}.</translation>
        </message>
        <message>
            <source>Nobody has registered yet.</source>
            <translation>Todavía no se inscribió nadie.</translation>
        </message>
    </context>
    <context>
        <name>Camera</name>
        <message>
            <source>Read with the camera</source>
            <translation>Leer con la cámara</translation>
        </message>
        <message>
            <source>The camera needs a part that is not installed: pip install cabildo[camera]</source>
            <translation>Para leer con la cámara falta instalar una parte: pip install cabildo[camera]</translation>
        </message>
        <message>
            <source>No camera was found on this computer.</source>
            <translation>No se encontró una cámara en esta computadora.</translation>
        </message>
        <message>
            <source>The camera cannot be used: another program may have it, or it is not allowed.</source>
            <translation>No se puede usar la cámara: quizás la tiene otro programa, o falta el permiso.</translation>
        </message>
    </context>
    <context>
        <name>CameraPane</name>
        <message>
            <source>Camera</source>
            <translation>Cámara</translation>
        </message>
        <message>
            <source>Close the camera</source>
            <translation>Cerrar la cámara</translation>
        </message>
        <message>
            <source>Hold the bars of the DNI level inside the frame, a hand's width away.</source>
            <translation>Poné las barras del DNI derechas dentro del recuadro, a un palmo de la cámara.</translation>
        </message>
    </context>
    <context>
        <name>Carrying</name>
        <message>
            <source>For the laptop beside</source>
            <translation>Para la notebook de al lado</translation>
        </message>
        <message>
            <source>For the centre</source>
            <translation>Para el centro</translation>
        </message>
        <message>
            <source>Receipt</source>
            <translation>Constancia</translation>
        </message>
    </context>
    <context>
        <name>ChartPanel</name>
        <message>
            <source>Arrows or the mouse tell the numbers; Enter or a click shows the sittings behind them.</source>
            <translation>Con las flechas o el mouse se leen los números; con Enter o un clic se ven las sesiones que hay detrás.</translation>
        </message>
        <message>
            <source>Chart</source>
            <translation>Gráfico</translation>
        </message>
        <message>
            <source>Table</source>
            <translation>Tabla</translation>
        </message>
        <message>
            <source>Show as</source>
            <translation>Mostrar como</translation>
        </message>
        <message>
            <source>Save the chart as a picture (PNG)</source>
            <translation>Guardar el gráfico como imagen (PNG)</translation>
        </message>
        <message>
            <source>Save the chart as a drawing (SVG)</source>
            <translation>Guardar el gráfico como dibujo (SVG)</translation>
        </message>
        <message>
            <source>Save the numbers as a table (CSV)</source>
            <translation>Guardar los números como tabla (CSV)</translation>
        </message>
        <message>
            <source>Copy the chart and its numbers</source>
            <translation>Copiar el gráfico y sus números</translation>
        </message>
    </context>
    <context>
        <name>ClosingSheet</name>
        <message>
            <source>«{name}» is still on the table; it ends with the sitting.</source>
            <translation>«{name}» sigue en curso; termina con la sesión.</translation>
        </message>
        <message>
            <source>{name} is still speaking; the turn ends with the sitting.</source>
            <translation>{name} sigue con la palabra; termina con la sesión.</translation>
        </message>
        <message numerus="yes">
            <source>%n items have no outcome yet, the first is «{name}»</source>
            <translation>
                <numerusform>%n punto todavía no tiene resultado: «{name}»</numerusform>
                <numerusform>%n puntos todavía no tienen resultado; el primero, «{name}»</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n items were not come to, the first is «{name}». They can be postponed.</source>
            <translation>
                <numerusform>%n punto no se llegó a tratar: «{name}». Se puede pasar a la próxima.</numerusform>
                <numerusform>%n puntos no se llegaron a tratar; el primero, «{name}». Se pueden pasar a la próxima.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n commitments lack who or by when: «{name}»…</source>
            <translation>
                <numerusform>%n compromiso no dice quién o para cuándo: «{name}»</numerusform>
                <numerusform>%n compromisos no dicen quién o para cuándo; el primero, «{name}»</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n names of Zoom wait to be resolved; tomorrow is fine as well.</source>
            <translation>
                <numerusform>%n nombre de Zoom está sin resolver; también se puede mañana.</numerusform>
                <numerusform>%n nombres de Zoom están sin resolver; también se puede mañana.</numerusform>
            </translation>
        </message>
        <message>
            <source>New {new}, returning {returning}</source>
            <translation>Nuevas {new}, vuelven {returning}</translation>
        </message>
        <message>
            <source>it lasted {hours}:{minutes}</source>
            <translation>duró {hours}:{minutes}</translation>
        </message>
        <message>
            <source>{done} of {all} items</source>
            <translation>{done} de {all} puntos</translation>
        </message>
        <message numerus="yes">
            <source>%n issues</source>
            <translation>
                <numerusform>%n pedido</numerusform>
                <numerusform>%n pedidos</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n commitments</source>
            <translation>
                <numerusform>%n compromiso</numerusform>
                <numerusform>%n compromisos</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>CodeSheet</name>
        <message>
            <source>Your new recovery code</source>
            <translation>Tu código de recuperación nuevo</translation>
        </message>
        <message>
            <source>It opens the record if the passphrase is forgotten. Keep it on paper, not on this laptop; it is not shown again.</source>
            <translation>Con este código se abre el registro si te olvidás la contraseña. Guardalo en papel, no en esta computadora: se muestra solo esta vez.</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>Listo</translation>
        </message>
        <message>
            <source>Recovery code</source>
            <translation>Código de recuperación</translation>
        </message>
        <message>
            <source>Print…</source>
            <translation>Imprimir…</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>Copiar</translation>
        </message>
        <message>
            <source>I have it on paper</source>
            <translation>Lo tengo en papel</translation>
        </message>
        <message>
            <source>Cabildo: recovery code</source>
            <translation>Cabildo: código de recuperación</translation>
        </message>
        <message>
            <source>It opens the record of this desk if the passphrase is forgotten. Keep it apart from the laptop.</source>
            <translation>Abre el registro de este puesto si se olvida la contraseña. Guardalo lejos de la computadora.</translation>
        </message>
    </context>
    <context>
        <name>ColumnsStep</name>
        <message>
            <source>Worksheet</source>
            <translation>Hoja</translation>
        </message>
        <message>
            <source>Leave it out</source>
            <translation>Dejar afuera</translation>
        </message>
        <message>
            <source>COLUMN OF THE FILE</source>
            <translation>COLUMNA DEL ARCHIVO</translation>
        </message>
        <message>
            <source>SOME OF ITS CELLS</source>
            <translation>ALGUNAS DE SUS CELDAS</translation>
        </message>
        <message>
            <source>IS TAKEN FOR</source>
            <translation>SE TOMA COMO</translation>
        </message>
    </context>
    <context>
        <name>CommitmentRow</name>
        <message>
            <source>nobody in particular yet</source>
            <translation>responsable a definir</translation>
        </message>
        <message>
            <source>by {day}</source>
            <translation>para el {day}</translation>
        </message>
        <message>
            <source>no date</source>
            <translation>sin fecha</translation>
        </message>
        <message>
            <source>overdue</source>
            <translation>vencido</translation>
        </message>
        <message>
            <source>Open again</source>
            <translation>Volver a abrir</translation>
        </message>
        <message>
            <source>Kept</source>
            <translation>Cumplido</translation>
        </message>
        <message>
            <source>Not kept</source>
            <translation>Incumplido</translation>
        </message>
        <message>
            <source>Released</source>
            <translation>Sin efecto</translation>
        </message>
        <message>
            <source>How it ended, in words</source>
            <translation>Cómo terminó, en palabras</translation>
        </message>
        <message>
            <source>Another day…</source>
            <translation>Cambiar fecha…</translation>
        </message>
        <message>
            <source>Edit…</source>
            <translation>Editar…</translation>
        </message>
        <message>
            <source>Take back…</source>
            <translation>Quitar…</translation>
        </message>
        <message>
            <source>What to do with it</source>
            <translation>Qué hacer con este compromiso</translation>
        </message>
    </context>
    <context>
        <name>ConflictsCard</name>
        <message>
            <source>Two desks wrote the same without knowing of each other. The later value stands; the other one is kept here until somebody looks.</source>
            <translation>Dos puestos escribieron lo mismo sin saber uno del otro. Vale lo último; lo otro queda acá hasta que alguien lo mire.</translation>
        </message>
        <message>
            <source>Put the other value</source>
            <translation>Poner el otro valor</translation>
        </message>
        <message>
            <source>It is right as it stands</source>
            <translation>Está bien como está</translation>
        </message>
        <message>
            <source>ABOUT</source>
            <translation>SOBRE</translation>
        </message>
        <message>
            <source>STANDS NOW</source>
            <translation>VALE AHORA</translation>
        </message>
        <message>
            <source>WAS LEFT OUT</source>
            <translation>QUEDÓ AFUERA</translation>
        </message>
        <message>
            <source>Two values for one field</source>
            <translation>Dos valores para un mismo dato</translation>
        </message>
        <message>
            <source>FIELD</source>
            <translation>CAMPO</translation>
        </message>
        <message>
            <source>Stands now: {side}</source>
            <translation>Vale ahora: {side}</translation>
        </message>
        <message>
            <source>Was left out: {side}</source>
            <translation>Quedó afuera: {side}</translation>
        </message>
    </context>
    <context>
        <name>CoordinatesSheet</name>
        <message>
            <source>Where is this map?</source>
            <translation>¿Dónde queda este mapa?</translation>
        </message>
        <message>
            <source>Go on</source>
            <translation>Seguir</translation>
        </message>
        <message>
            <source>Code of the projection</source>
            <translation>Código de la proyección</translation>
        </message>
    </context>
    <context>
        <name>Counters</name>
        <message>
            <source>The sitting in numbers</source>
            <translation>La sesión en números</translation>
        </message>
        <message>
            <source>{date}, {hour}</source>
            <translation>{date}, {hour}</translation>
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
            <source>In the room</source>
            <translation>En sala</translation>
        </message>
        <message>
            <source>Online</source>
            <translation>En Zoom</translation>
        </message>
        <message>
            <source>Both</source>
            <translation>Ambas</translation>
        </message>
        <message>
            <source>In the room and online: counted once</source>
            <translation>En la sala y conectadas: se cuentan una vez</translation>
        </message>
        <message>
            <source>People</source>
            <translation>Personas</translation>
        </message>
        <message>
            <source>For the first time in this district; of the others this laptop is told nothing</source>
            <translation>Por primera vez en este distrito: de los otros, esta computadora no recibe nada</translation>
        </message>
        <message>
            <source>New</source>
            <translation>Nuevas</translation>
        </message>
        <message>
            <source>At a council for the first time</source>
            <translation>Por primera vez en un consejo</translation>
        </message>
        <message>
            <source>No name</source>
            <translation>Sin nombre</translation>
        </message>
        <message>
            <source>In the room, not on the roll: outside the sum</source>
            <translation>En la sala y sin anotar: fuera de la suma</translation>
        </message>
        <message>
            <source>To resolve</source>
            <translation>Sin resolver</translation>
        </message>
        <message>
            <source>Zoom lines that wait in Matches: outside the sum</source>
            <translation>Conexiones de Zoom que esperan en Correspondencias: fuera de la suma</translation>
        </message>
        <message>
            <source>Open for</source>
            <translation>Abierta hace</translation>
        </message>
        <message>
            <source>Lasted</source>
            <translation>Duró</translation>
        </message>
    </context>
    <context>
        <name>CrashWindow</name>
        <message>
            <source>Something went wrong inside Cabildo</source>
            <translation>Algo falló dentro de Cabildo</translation>
        </message>
        <message>
            <source>It is a mistake of the program, not yours. What was confirmed on the screen is saved, and you can go on working. If it happens again, close Cabildo and open it again: it comes back to the same place.</source>
            <translation>Es un error del programa: no hiciste nada mal. Lo que la pantalla confirmó está guardado y podés seguir trabajando. Si se repite, cerrá Cabildo y abrilo de nuevo: sigue en el mismo lugar.</translation>
        </message>
        <message>
            <source>Details</source>
            <translation>Detalles</translation>
        </message>
        <message>
            <source>These details hold no personal data. The log is in {path}</source>
            <translation>Estos detalles no tienen datos personales. El registro de fallas está en {path}</translation>
        </message>
        <message>
            <source>Copy details</source>
            <translation>Copiar los detalles</translation>
        </message>
        <message>
            <source>Go on</source>
            <translation>Seguir</translation>
        </message>
    </context>
    <context>
        <name>Deeds</name>
        <message>
            <source>Sittings she was at</source>
            <translation>Sesiones a las que vino</translation>
        </message>
        <message>
            <source>She has not taken part yet</source>
            <translation>Todavía no participó</translation>
        </message>
        <message>
            <source>ASKED FOR</source>
            <translation>PIDIÓ</translation>
        </message>
        <message>
            <source>PROMISED</source>
            <translation>SE COMPROMETIÓ</translation>
        </message>
        <message>
            <source>TOOK THE FLOOR</source>
            <translation>USÓ LA PALABRA</translation>
        </message>
        <message numerus="yes">
            <source>%n sittings</source>
            <translation>
                <numerusform>%n SESIÓN</numerusform>
                <numerusform>%n SESIONES</numerusform>
            </translation>
        </message>
        <message>
            <source>{sittings}: {room} IN THE ROOM, {online} BY ZOOM</source>
            <translation>{sittings}: {room} EN SALA, {online} POR ZOOM</translation>
        </message>
        <message>
            <source>{title}: from {begins} to {ends}</source>
            <translation>{title}: de {begins} a {ends}</translation>
        </message>
        <message>
            <source>{hours}, for {organisation}</source>
            <translation>{hours}, por {organisation}</translation>
        </message>
        <message>
            <source>by {day}</source>
            <translation>para el {day}</translation>
        </message>
        <message>
            <source>{minutes}:{seconds:02} minutes</source>
            <translation>{minutes}:{seconds:02} min</translation>
        </message>
    </context>
    <context>
        <name>DeskSheet</name>
        <message>
            <source>Enter confirms the first proposal, 1 to 5 another one, N: no quarter of ours. Ctrl+Z undoes.</source>
            <translation>Enter confirma la primera propuesta, 1 a 5 otra; N: ningún barrio nuestro. Ctrl+Z deshace.</translation>
        </message>
        <message>
            <source>Quarters of the map</source>
            <translation>Barrios del mapa</translation>
        </message>
        <message>
            <source>Ready</source>
            <translation>Listo</translation>
        </message>
        <message>
            <source>On the map</source>
            <translation>En el mapa</translation>
        </message>
        <message>
            <source>Quarter</source>
            <translation>Barrio</translation>
        </message>
        <message>
            <source>Areas of the map</source>
            <translation>Áreas del mapa</translation>
        </message>
        <message>
            <source>Where it is</source>
            <translation>Dónde queda</translation>
        </message>
        <message>
            <source>Another quarter, or several</source>
            <translation>Otro barrio, o varios</translation>
        </message>
        <message>
            <source>Not this one</source>
            <translation>Este no</translation>
        </message>
        <message>
            <source>It is these</source>
            <translation>Son estos</translation>
        </message>
        <message>
            <source>No quarter of ours (N)</source>
            <translation>Ningún barrio nuestro (N)</translation>
        </message>
        <message>
            <source>Decide again</source>
            <translation>Volver a decidir</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Deshacer</translation>
        </message>
        <message>
            <source>All decided.</source>
            <translation>Todo decidido.</translation>
        </message>
        <message numerus="yes">
            <source>%n to decide</source>
            <translation>
                <numerusform>%n por decidir</numerusform>
                <numerusform>%n por decidir</numerusform>
            </translation>
        </message>
        <message>
            <source>quarter known</source>
            <translation>barrio conocido</translation>
        </message>
        <message>
            <source>to be decided</source>
            <translation>por decidir</translation>
        </message>
        <message>
            <source>none of ours</source>
            <translation>ninguno nuestro</translation>
        </message>
    </context>
    <context>
        <name>Dialogs</name>
        <message>
            <source>Kind:</source>
            <translation>Tipo:</translation>
        </message>
        <message>
            <source>File:</source>
            <translation>Archivo:</translation>
        </message>
        <message>
            <source>Folder:</source>
            <translation>Carpeta:</translation>
        </message>
        <message>
            <source>Replace the file?</source>
            <translation>¿Reemplazar el archivo?</translation>
        </message>
        <message>
            <source>{name} is already there. What it holds would be lost.</source>
            <translation>{name} ya existe. Lo que contiene se perdería.</translation>
        </message>
        <message>
            <source>Replace</source>
            <translation>Reemplazar</translation>
        </message>
    </context>
    <context>
        <name>Door</name>
        <message>
            <source>DNI …{ending}</source>
            <translation>DNI …{ending}</translation>
        </message>
        <message>
            <source>here already</source>
            <translation>ya está</translation>
        </message>
        <message>
            <source>left</source>
            <translation>se fue</translation>
        </message>
        <message>
            <source>of this council</source>
            <translation>del consejo</translation>
        </message>
        <message>
            <source>Room</source>
            <translation>En sala</translation>
        </message>
        <message>
            <source>Zoom</source>
            <translation>Zoom</translation>
        </message>
        <message>
            <source>Phone</source>
            <translation>Tel.</translation>
        </message>
        <message>
            <source>Both</source>
            <translation>Ambas</translation>
        </message>
        <message>
            <source>minor</source>
            <translation>menor</translation>
        </message>
        <message>
            <source>new</source>
            <translation>1.ª vez</translation>
        </message>
        <message>
            <source>Left at {hour}</source>
            <translation>Se fue a las {hour}</translation>
        </message>
        <message>
            <source>Consent not noted yet: F8</source>
            <translation>Falta anotar el consentimiento: F8</translation>
        </message>
        <message>
            <source>tel. …{ending}</source>
            <translation>tel. …{ending}</translation>
        </message>
        <message>
            <source>DNI {number}</source>
            <translation>DNI {number}</translation>
        </message>
        <message>
            <source>tel. {number}</source>
            <translation>tel. {number}</translation>
        </message>
        <message>
            <source>with {number} more</source>
            <translation>con {number} más</translation>
        </message>
        <message>
            <source>family name {family}, given name {given}</source>
            <translation>apellido {family}, nombre {given}</translation>
        </message>
        <message>
            <source>A {name} is in the room already. Another person of that name?</source>
            <translation>Ya hay alguien en la sala que se llama {name}. ¿Es otra persona?</translation>
        </message>
        <message>
            <source>With {name}, without a name: {number}</source>
            <translation>Con {name}, sin nombre: {number}</translation>
        </message>
        <message>
            <source>Whoever answers for {name} agreed that the data be kept.</source>
            <translation>Quien responde por {name} aceptó que se guarden sus datos.</translation>
        </message>
        <message>
            <source>{name} took her consent back.</source>
            <translation>{name}: se retiró el consentimiento.</translation>
        </message>
        <message>
            <source>The data of {name} are written down.</source>
            <translation>Datos de {name} anotados.</translation>
        </message>
        <message>
            <source>{name} is present.</source>
            <translation>{name}: presente.</translation>
        </message>
        <message>
            <source>{name} is present and on the roll.</source>
            <translation>{name}: presente, y quedó en el padrón.</translation>
        </message>
        <message>
            <source>{name} is present, for the first time.</source>
            <translation>{name}: presente, por primera vez.</translation>
        </message>
        <message>
            <source>Check her name: told was {other}, the roll says {name}.</source>
            <translation>Revisá el nombre: el documento dice {other}, el padrón dice {name}.</translation>
        </message>
        <message>
            <source>The digits of the CUIL do not go with the document: look at the card.</source>
            <translation>Los dígitos del CUIL no coinciden con el documento: mirá la tarjeta.</translation>
        </message>
        <message>
            <source>Taken back: the arrival of {name} is off.</source>
            <translation>Deshecho: se quitó la llegada de {name}.</translation>
        </message>
        <message>
            <source>Taken back: {name} did not leave.</source>
            <translation>Deshecho: {name} no se fue.</translation>
        </message>
        <message>
            <source>Taken back: the count without a name is as it was.</source>
            <translation>Deshecho: la cuenta sin nombre volvió a como estaba.</translation>
        </message>
        <message>
            <source>Taken back: who came with {name} is as it was.</source>
            <translation>Deshecho: quienes vinieron con {name} volvieron a como estaban.</translation>
        </message>
        <message>
            <source>Taken back: the consent of {name} is not noted.</source>
            <translation>Deshecho: se quitó el consentimiento de {name}.</translation>
        </message>
        <message>
            <source>Taken back: the data of {name} are as they were.</source>
            <translation>Deshecho: los datos de {name} volvieron a como estaban.</translation>
        </message>
        <message>
            <source>{name} is here already.</source>
            <translation>{name} ya está.</translation>
        </message>
        <message>
            <source>as «{name}»</source>
            <translation>como «{name}»</translation>
        </message>
        <message>
            <source>{name} left.</source>
            <translation>{name} se fue.</translation>
        </message>
        <message>
            <source>{name} is back.</source>
            <translation>{name} volvió.</translation>
        </message>
        <message>
            <source>{name} agreed that her data be kept.</source>
            <translation>{name} aceptó que se guarden sus datos.</translation>
        </message>
        <message>
            <source>{name} had agreed before.</source>
            <translation>{name} ya había dado su consentimiento.</translation>
        </message>
        <message>
            <source>Without a name in the room: {number}</source>
            <translation>Sin nombre en la sala: {number}</translation>
        </message>
        <message>
            <source>To the door</source>
            <translation>Ir a la puerta</translation>
        </message>
    </context>
    <context>
        <name>DoorPane</name>
        <message>
            <source>The door</source>
            <translation>La puerta</translation>
        </message>
        <message>
            <source>Name, document or scanned DNI</source>
            <translation>Nombre, documento o DNI escaneado</translation>
        </message>
        <message>
            <source>Who arrives: name, document, telephone, organisation, or a scanned DNI</source>
            <translation>Quién llega: nombre, documento, teléfono, organización o DNI escaneado</translation>
        </message>
        <message>
            <source>People found</source>
            <translation>Personas encontradas</translation>
        </message>
        <message>
            <source>Somebody new</source>
            <translation>Persona nueva</translation>
        </message>
        <message>
            <source>Who came with {name}? Type or scan each of them.</source>
            <translation>¿Quién vino con {name}? Escribí o escaneá a cada persona.</translation>
        </message>
        <message>
            <source>Who answers for {name}? Mother, father or whoever is responsible agrees.</source>
            <translation>¿Quién responde por {name}? Acepta su madre, padre o persona responsable.</translation>
        </message>
        <message>
            <source>Nobody more (Escape)</source>
            <translation>Nadie más (Escape)</translation>
        </message>
        <message>
            <source>The sitting is not open yet</source>
            <translation>La sesión todavía no está abierta</translation>
        </message>
        <message>
            <source>Open it when the first neighbours arrive: the door counts from then on.</source>
            <translation>Abrila cuando lleguen las primeras personas: la puerta cuenta desde ese momento.</translation>
        </message>
        <message>
            <source>Open the sitting</source>
            <translation>Abrir la sesión</translation>
        </message>
        <message>
            <source>The sitting is closed</source>
            <translation>La sesión está cerrada</translation>
        </message>
        <message>
            <source>Nobody came in by this door.</source>
            <translation>Nadie entró por esta puerta.</translation>
        </message>
        <message>
            <source>Which is the family name? Enter asks. It would be: {told}</source>
            <translation>¿Cuál es el apellido? Enter lo pregunta. Sería: {told}</translation>
        </message>
        <message>
            <source>Enter writes down somebody new: {told}. Above, who is on the roll by that name.</source>
            <translation>Enter anota a una persona nueva: {told}. Arriba, quienes ya están en el padrón con ese nombre.</translation>
        </message>
        <message>
            <source>Nobody on the roll is called so. Enter writes down: {told}</source>
            <translation>No hay nadie así en el padrón. Enter anota: {told}</translation>
        </message>
    </context>
    <context>
        <name>DoorSheets</name>
        <message>
            <source>Family name</source>
            <translation>Apellido</translation>
        </message>
        <message>
            <source>Given names</source>
            <translation>Nombres</translation>
        </message>
        <message>
            <source>Document</source>
            <translation>Documento</translation>
        </message>
        <message>
            <source>Telephone</source>
            <translation>Teléfono</translation>
        </message>
        <message>
            <source>Born on</source>
            <translation>Fecha de nacimiento</translation>
        </message>
        <message>
            <source>Not told</source>
            <translation>Sin dato</translation>
        </message>
        <message>
            <source>Woman</source>
            <translation>Mujer</translation>
        </message>
        <message>
            <source>Man</source>
            <translation>Varón</translation>
        </message>
        <message>
            <source>Non-binary</source>
            <translation>No binario</translation>
        </message>
        <message>
            <source>Rather not say</source>
            <translation>Prefiere no decirlo</translation>
        </message>
        <message>
            <source>Gender</source>
            <translation>Género</translation>
        </message>
        <message>
            <source>Quarter</source>
            <translation>Barrio</translation>
        </message>
        <message>
            <source>Data of {name}</source>
            <translation>Datos de {name}</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>Guardar</translation>
        </message>
        <message>
            <source>{name} agrees</source>
            <translation>{name} acepta</translation>
        </message>
        <message>
            <source>Not now</source>
            <translation>Ahora no</translation>
        </message>
        <message>
            <source>Text {version}</source>
            <translation>Texto {version}</translation>
        </message>
        <message>
            <source>Agreed on {when}, to text {version}.</source>
            <translation>Aceptó el {when}, texto {version}.</translation>
        </message>
        <message>
            <source>Take her consent back</source>
            <translation>Retira su consentimiento</translation>
        </message>
    </context>
    <context>
        <name>Doubles</name>
        <message>
            <source>same document {document}</source>
            <translation>mismo documento {document}</translation>
        </message>
        <message>
            <source>one of them written as a CUIL</source>
            <translation>uno escrito como CUIL</translation>
        </message>
        <message>
            <source>documents one digit apart</source>
            <translation>documentos con un dígito de diferencia</translation>
        </message>
        <message>
            <source>same e-mail {email}</source>
            <translation>mismo correo {email}</translation>
        </message>
        <message>
            <source>same telephone {phone}</source>
            <translation>mismo teléfono {phone}</translation>
        </message>
        <message>
            <source>born the same day {birth_date}</source>
            <translation>misma fecha de nacimiento {birth_date}</translation>
        </message>
        <message>
            <source>birth dates a slip apart</source>
            <translation>fechas de nacimiento casi iguales</translation>
        </message>
        <message>
            <source>same name</source>
            <translation>mismo nombre</translation>
        </message>
        <message>
            <source>same name in another order</source>
            <translation>mismo nombre en otro orden</translation>
        </message>
        <message>
            <source>one name is part of the other</source>
            <translation>un nombre es parte del otro</translation>
        </message>
        <message>
            <source>one name is short for the other</source>
            <translation>un nombre es el diminutivo del otro</translation>
        </message>
        <message>
            <source>similar name</source>
            <translation>nombre parecido</translation>
        </message>
        <message>
            <source>but another name</source>
            <translation>pero otro nombre</translation>
        </message>
        <message>
            <source>but another birth date</source>
            <translation>pero otra fecha de nacimiento</translation>
        </message>
        <message>
            <source>but another document</source>
            <translation>pero otro documento</translation>
        </message>
        <message>
            <source>same document</source>
            <translation>mismo documento</translation>
        </message>
        <message>
            <source>same e-mail</source>
            <translation>mismo correo</translation>
        </message>
        <message>
            <source>same telephone</source>
            <translation>mismo teléfono</translation>
        </message>
        <message>
            <source>born the same day</source>
            <translation>misma fecha de nacimiento</translation>
        </message>
        <message>
            <source>Doubtful</source>
            <translation>Dudoso</translation>
        </message>
        <message>
            <source>Very likely</source>
            <translation>Muy probable</translation>
        </message>
        <message>
            <source>Possible</source>
            <translation>Posible</translation>
        </message>
        <message>
            <source>(not on this laptop)</source>
            <translation>(no está en este puesto)</translation>
        </message>
        <message>
            <source>Family name</source>
            <translation>Apellido</translation>
        </message>
        <message>
            <source>Given names</source>
            <translation>Nombres</translation>
        </message>
        <message>
            <source>Called</source>
            <translation>Nombre elegido</translation>
        </message>
        <message>
            <source>Document</source>
            <translation>Documento</translation>
        </message>
        <message>
            <source>Born</source>
            <translation>Nacimiento</translation>
        </message>
        <message>
            <source>Gender</source>
            <translation>Género</translation>
        </message>
        <message>
            <source>Telephone</source>
            <translation>Teléfono</translation>
        </message>
        <message>
            <source>E-mail</source>
            <translation>Correo</translation>
        </message>
        <message>
            <source>Address</source>
            <translation>Domicilio</translation>
        </message>
        <message>
            <source>Quarter</source>
            <translation>Barrio</translation>
        </message>
        <message>
            <source>Organisation</source>
            <translation>Organización</translation>
        </message>
        <message>
            <source>Consent</source>
            <translation>Consentimiento</translation>
        </message>
        <message>
            <source>Also known as</source>
            <translation>También aparece como</translation>
        </message>
        <message>
            <source>Her data is not on this laptop.</source>
            <translation>Sus datos no están en este puesto.</translation>
        </message>
        <message>
            <source>At no sitting yet</source>
            <translation>Todavía en ninguna sesión</translation>
        </message>
        <message>
            <source>Sittings: {count} · the last on {day}</source>
            <translation>Sesiones: {count} · la última el {day}</translation>
        </message>
    </context>
    <context>
        <name>DoublesPage</name>
        <message>
            <source>Twice on the roll</source>
            <translation>Repetidos</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Deshacer</translation>
        </message>
        <message numerus="yes">
            <source>%n pairs may be one person. Nothing is joined by itself.</source>
            <translation>
                <numerusform>%n par puede ser la misma persona. Nada se une solo.</numerusform>
                <numerusform>%n pares pueden ser la misma persona. Nada se une solo.</numerusform>
            </translation>
        </message>
        <message>
            <source>«{left}» and «{right}» are one person. Ctrl+Z takes it back.</source>
            <translation>«{left}» y «{right}» son la misma persona. Ctrl+Z lo deshace.</translation>
        </message>
        <message>
            <source>«{left}» and «{right}» are two people. Ctrl+Z takes it back.</source>
            <translation>«{left}» y «{right}» son dos personas. Ctrl+Z lo deshace.</translation>
        </message>
        <message>
            <source>«{left}» and «{right}» are two again, each with what was hers. Ctrl+Z takes it back.</source>
            <translation>«{left}» y «{right}» vuelven a ser dos, cada ficha con lo suyo. Ctrl+Z lo deshace.</translation>
        </message>
        <message>
            <source>«{left}» and «{right}» are asked about again. Ctrl+Z takes it back.</source>
            <translation>«{left}» y «{right}» vuelven a la lista. Ctrl+Z lo deshace.</translation>
        </message>
        <message>
            <source>Which pairs</source>
            <translation>Qué pares</translation>
        </message>
        <message>
            <source>WHO</source>
            <translation>QUIÉNES</translation>
        </message>
        <message>
            <source>WHY</source>
            <translation>POR QUÉ</translation>
        </message>
        <message>
            <source>Pairs that may be one person</source>
            <translation>Pares que pueden ser la misma persona</translation>
        </message>
        <message>
            <source>Enter or M the same person · X the other card stays · D two people · S later</source>
            <translation>Enter o M es la misma · X queda la otra ficha · D son dos personas · S más tarde</translation>
        </message>
        <message>
            <source>To look at</source>
            <translation>Para mirar</translation>
        </message>
        <message>
            <source>Joined</source>
            <translation>Unidas</translation>
        </message>
        <message>
            <source>Two people</source>
            <translation>Son dos</translation>
        </message>
        <message>
            <source>Nobody is on the roll twice</source>
            <translation>Nadie está repetido en el padrón</translation>
        </message>
        <message>
            <source>When two cards look like one person, they appear here and wait for you.</source>
            <translation>Cuando dos fichas parezcan la misma persona, van a aparecer acá.</translation>
        </message>
        <message>
            <source>Nobody was joined yet</source>
            <translation>Todavía no se unió ninguna ficha</translation>
        </message>
        <message>
            <source>Every joining can be taken back here, at any time.</source>
            <translation>Toda unión se puede deshacer acá, en cualquier momento.</translation>
        </message>
        <message>
            <source>Nobody was told apart yet</source>
            <translation>Todavía no hay pares separados</translation>
        </message>
        <message>
            <source>Pairs you say are two people are kept here.</source>
            <translation>Acá quedan los pares que dijiste que son dos personas.</translation>
        </message>
    </context>
    <context>
        <name>DraftChecks</name>
        <message>
            <source>Look</source>
            <translation>Ver</translation>
        </message>
        <message>
            <source>Look at: {what}</source>
            <translation>Ver: {what}</translation>
        </message>
        <message>
            <source>Nothing is missing in this draft.</source>
            <translation>No falta nada en este borrador.</translation>
        </message>
    </context>
    <context>
        <name>DuePageView</name>
        <message>
            <source>Commitments</source>
            <translation>Compromisos</translation>
        </message>
        <message>
            <source>All {number}</source>
            <translation>Todos {number}</translation>
        </message>
        <message>
            <source>nobody in particular yet</source>
            <translation>responsable a definir</translation>
        </message>
        <message>
            <source>Whoever answers</source>
            <translation>Todos los responsables</translation>
        </message>
        <message>
            <source>Any council</source>
            <translation>Todos los consejos</translation>
        </message>
        <message>
            <source>Any district</source>
            <translation>Todos los distritos</translation>
        </message>
        <message>
            <source>in any state</source>
            <translation>en cualquier estado</translation>
        </message>
        <message>
            <source>Undone.</source>
            <translation>Deshecho.</translation>
        </message>
        <message>
            <source>«{text}»: {state}.</source>
            <translation>«{text}»: {state}.</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Deshacer</translation>
        </message>
        <message>
            <source>«{text}» has another day.</source>
            <translation>«{text}» tiene otra fecha.</translation>
        </message>
        <message>
            <source>The reminder for {who} is copied: paste it into a mail or a message.</source>
            <translation>El recordatorio para {who} está copiado: pegalo en un correo o un mensaje.</translation>
        </message>
        <message numerus="yes">
            <source>%n commitments</source>
            <translation>
                <numerusform>%n compromiso</numerusform>
                <numerusform>%n compromisos</numerusform>
            </translation>
        </message>
        <message>
            <source>Save the list</source>
            <translation>Guardar la lista</translation>
        </message>
        <message>
            <source>Save the list…</source>
            <translation>Guardar la lista…</translation>
        </message>
        <message>
            <source>What, who, council: any words, in any order</source>
            <translation>Qué, quién, consejo: palabras en cualquier orden</translation>
        </message>
        <message>
            <source>When it is due</source>
            <translation>Cuándo vence</translation>
        </message>
        <message>
            <source>State</source>
            <translation>Estado</translation>
        </message>
        <message>
            <source>Who answers for it</source>
            <translation>Responsable</translation>
        </message>
        <message>
            <source>Council</source>
            <translation>Consejo</translation>
        </message>
        <message>
            <source>District</source>
            <translation>Distrito</translation>
        </message>
        <message>
            <source>no date</source>
            <translation>sin fecha</translation>
        </message>
        <message>
            <source>BY WHEN</source>
            <translation>PARA CUÁNDO</translation>
        </message>
        <message>
            <source>TERM</source>
            <translation>PLAZO</translation>
        </message>
        <message>
            <source>WHAT WAS PROMISED</source>
            <translation>COMPROMISO</translation>
        </message>
        <message>
            <source>WHO ANSWERS</source>
            <translation>RESPONSABLE</translation>
        </message>
        <message>
            <source>Try fewer words, or take a filter away.</source>
            <translation>Probá con menos palabras o quitá un filtro.</translation>
        </message>
        <message>
            <source>Nothing was promised like that</source>
            <translation>No hay compromisos así</translation>
        </message>
        <message>
            <source>Nothing is due</source>
            <translation>No hay nada pendiente</translation>
        </message>
        <message>
            <source>What is promised at a sitting is here until it is settled.</source>
            <translation>Lo que se promete en una sesión queda acá hasta que se cumple o se cierra.</translation>
        </message>
    </context>
    <context>
        <name>DuePanel</name>
        <message>
            <source>Choose a commitment</source>
            <translation>Elegí un compromiso</translation>
        </message>
        <message>
            <source>Kept</source>
            <translation>Cumplido</translation>
        </message>
        <message>
            <source>Not kept</source>
            <translation>Incumplido</translation>
        </message>
        <message>
            <source>Released</source>
            <translation>Sin efecto</translation>
        </message>
        <message>
            <source>Another day…</source>
            <translation>Cambiar fecha…</translation>
        </message>
        <message>
            <source>Open again</source>
            <translation>Volver a abrir</translation>
        </message>
        <message>
            <source>Copy a reminder</source>
            <translation>Copiar recordatorio</translation>
        </message>
        <message>
            <source>Go to its sitting</source>
            <translation>Ir a la sesión</translation>
        </message>
        <message>
            <source>nobody in particular yet</source>
            <translation>responsable a definir</translation>
        </message>
        <message>
            <source>Who answers for it</source>
            <translation>Responsable</translation>
        </message>
        <message>
            <source>By when</source>
            <translation>Para cuándo</translation>
        </message>
        <message>
            <source>no date</source>
            <translation>sin fecha</translation>
        </message>
        <message>
            <source>Why the day was changed</source>
            <translation>Por qué se cambió la fecha</translation>
        </message>
        <message>
            <source>Promised at</source>
            <translation>Se prometió en</translation>
        </message>
        <message>
            <source>How it ended</source>
            <translation>Cómo terminó</translation>
        </message>
        <message>
            <source>Settled</source>
            <translation>Cerrado el</translation>
        </message>
        <message>
            <source>Told at the sitting of</source>
            <translation>Se informó en la sesión del</translation>
        </message>
    </context>
    <context>
        <name>Edits</name>
        <message>
            <source>Take these changes</source>
            <translation>Incorporar estos cambios</translation>
        </message>
        <message>
            <source>What was edited</source>
            <translation>Qué se modificó</translation>
        </message>
        <message numerus="yes">
            <source>{name} was edited in Word: %n changes.</source>
            <translation>
                <numerusform>{name} se modificó en Word: %n cambio.</numerusform>
                <numerusform>{name} se modificó en Word: %n cambios.</numerusform>
            </translation>
        </message>
        <message>
            <source>{name} was edited, and what it was before is not on this computer.</source>
            <translation>{name} se modificó, y cómo era antes no está en esta computadora.</translation>
        </message>
        <message numerus="yes">
            <source>Since version {version} there are %n new things in the record. Generate to bring them in.</source>
            <translation>
                <numerusform>Desde la versión {version} hay una novedad en el registro. Generá el acta para incorporarla.</numerusform>
                <numerusform>Desde la versión {version} hay %n novedades en el registro. Generá el acta para incorporarlas.</numerusform>
            </translation>
        </message>
        <message>
            <source>Against the record</source>
            <translation>Contra el registro</translation>
        </message>
        <message>
            <source>New in the record since that version</source>
            <translation>Novedades del registro desde esa versión</translation>
        </message>
        <message numerus="yes">
            <source>… and %n more.</source>
            <translation>
                <numerusform>… y %n más.</numerusform>
                <numerusform>… y %n más.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Since these minutes became final there are %n new things in the record. As long as nobody has signed, they can be a draft again.</source>
            <translation>
                <numerusform>Desde que el acta es definitiva hay una novedad en el registro. Mientras nadie haya firmado, puede volver a ser borrador.</numerusform>
                <numerusform>Desde que el acta es definitiva hay %n novedades en el registro. Mientras nadie haya firmado, puede volver a ser borrador.</numerusform>
            </translation>
        </message>
        <message>
            <source>{name} was saved in Word with the same words. Take it, and its looks stay.</source>
            <translation>{name} se guardó en Word con el mismo texto. Incorporalo para que quede como se ve ahora.</translation>
        </message>
    </context>
    <context>
        <name>EnrolSheets</name>
        <message>
            <source>Enrolment code</source>
            <translation>Código de inscripción</translation>
        </message>
        <message>
            <source>Hold the printed code before the camera, or paste its text, which begins with CABILDO1.</source>
            <translation>Mostrale el código impreso a la cámara o pegá su texto, que empieza con CABILDO1.</translation>
        </message>
        <message>
            <source>Enrol</source>
            <translation>Inscribir</translation>
        </message>
        <message>
            <source>Text of the code</source>
            <translation>Texto del código</translation>
        </message>
        <message>
            <source>There is no code in the field yet.</source>
            <translation>Todavía no hay ningún código en el campo.</translation>
        </message>
    </context>
    <context>
        <name>Entrance</name>
        <message>
            <source>Restore a backup</source>
            <translation>Restaurar un respaldo</translation>
        </message>
        <message>
            <source>Backups of Cabildo (*.cabildo)</source>
            <translation>Respaldos de Cabildo (*.cabildo)</translation>
        </message>
    </context>
    <context>
        <name>EveningCard</name>
        <message>
            <source>until {time}</source>
            <translation>hasta las {time}</translation>
        </message>
        <message>
            <source>Zoom {number}</source>
            <translation>Zoom {number}</translation>
        </message>
        <message>
            <source>in the room</source>
            <translation>en sala</translation>
        </message>
        <message>
            <source>on Zoom</source>
            <translation>en Zoom</translation>
        </message>
        <message>
            <source>both ways</source>
            <translation>ambas</translation>
        </message>
        <message>
            <source>people</source>
            <translation>personas</translation>
        </message>
        <message>
            <source>new</source>
            <translation>nuevas</translation>
        </message>
        <message>
            <source>unnamed</source>
            <translation>sin nombre</translation>
        </message>
        <message>
            <source>The agenda is still empty: prepare it in the room.</source>
            <translation>El orden del día está vacío: preparalo en la sala.</translation>
        </message>
        <message numerus="yes">
            <source>%n items on the agenda</source>
            <translation>
                <numerusform>%n punto en el orden del día</numerusform>
                <numerusform>%n puntos en el orden del día</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n open commitments from before</source>
            <translation>
                <numerusform>%n compromiso abierto de antes</numerusform>
                <numerusform>%n compromisos abiertos de antes</numerusform>
            </translation>
        </message>
        <message>
            <source>{done} of {all} items dealt with</source>
            <translation>{done} de {all} puntos tratados</translation>
        </message>
        <message numerus="yes">
            <source>%n issues</source>
            <translation>
                <numerusform>%n pedido</numerusform>
                <numerusform>%n pedidos</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n commitments</source>
            <translation>
                <numerusform>%n compromiso</numerusform>
                <numerusform>%n compromisos</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n waiting to be matched on Zoom</source>
            <translation>
                <numerusform>%n por identificar en Zoom</numerusform>
                <numerusform>%n por identificar en Zoom</numerusform>
            </translation>
        </message>
        <message>
            <source>{minutes} min</source>
            <translation>{minutes} min</translation>
        </message>
        <message numerus="yes">
            <source>and %n more</source>
            <translation>
                <numerusform>y %n más</numerusform>
                <numerusform>y %n más</numerusform>
            </translation>
        </message>
        <message>
            <source>Open the sitting</source>
            <translation>Abrir la sesión</translation>
        </message>
        <message>
            <source>Prepare the agenda</source>
            <translation>Preparar el orden del día</translation>
        </message>
        <message>
            <source>Change</source>
            <translation>Modificar</translation>
        </message>
        <message>
            <source>Call the sitting off</source>
            <translation>Suspender la sesión</translation>
        </message>
        <message>
            <source>Go to the room</source>
            <translation>Ir a la sala</translation>
        </message>
        <message>
            <source>Close the sitting</source>
            <translation>Cerrar la sesión</translation>
        </message>
        <message>
            <source>Its minutes</source>
            <translation>Ver el acta</translation>
        </message>
        <message>
            <source>Look at the room</source>
            <translation>Ver la sala</translation>
        </message>
        <message>
            <source>Print the sign-in sheet</source>
            <translation>Imprimir la planilla de asistencia</translation>
        </message>
        <message>
            <source>Key in a signed sheet</source>
            <translation>Cargar una planilla firmada</translation>
        </message>
        <message numerus="yes">
            <source>%n corrections after the closing</source>
            <translation>
                <numerusform>%n corrección después del cierre</numerusform>
                <numerusform>%n correcciones después del cierre</numerusform>
            </translation>
        </message>
        <message>
            <source>After the closing</source>
            <translation>Después del cierre</translation>
        </message>
        <message>
            <source>Who was told of it</source>
            <translation>A quién se avisó</translation>
        </message>
    </context>
    <context>
        <name>Experiences</name>
        <message>
            <source>Choose a picture</source>
            <translation>Elegir una foto</translation>
        </message>
        <message>
            <source>Without a picture</source>
            <translation>Sin foto</translation>
        </message>
        <message>
            <source>Pictures (*.jpg *.jpeg *.png *.webp *.bmp)</source>
            <translation>Fotos (*.jpg *.jpeg *.png *.webp *.bmp)</translation>
        </message>
        <message>
            <source>No data</source>
            <translation>Sin dato</translation>
        </message>
        <message>
            <source>As 15/12/2026</source>
            <translation>Como 15/12/2026</translation>
        </message>
        <message>
            <source>For whoever cannot see it</source>
            <translation>Para quien no puede verla</translation>
        </message>
        <message>
            <source>Title</source>
            <translation>Título</translation>
        </message>
        <message>
            <source>What was done</source>
            <translation>Qué se hizo</translation>
        </message>
        <message>
            <source>With whom</source>
            <translation>Con quiénes</translation>
        </message>
        <message>
            <source>What it took</source>
            <translation>Qué hizo falta</translation>
        </message>
        <message>
            <source>Topic</source>
            <translation>Tema</translation>
        </message>
        <message>
            <source>Quarter</source>
            <translation>Barrio</translation>
        </message>
        <message>
            <source>Sitting it was born in</source>
            <translation>Sesión en la que nació</translation>
        </message>
        <message>
            <source>The day</source>
            <translation>El día</translation>
        </message>
        <message>
            <source>Picture</source>
            <translation>Foto</translation>
        </message>
        <message>
            <source>What the picture shows</source>
            <translation>Qué muestra la foto</translation>
        </message>
    </context>
    <context>
        <name>ExperiencesPage</name>
        <message>
            <source>Good practices</source>
            <translation>Buenas prácticas</translation>
        </message>
        <message>
            <source>New good practice</source>
            <translation>Nueva buena práctica</translation>
        </message>
        <message>
            <source>None tells of that</source>
            <translation>Ninguna habla de eso</translation>
        </message>
        <message>
            <source>Try another word.</source>
            <translation>Probá con otra palabra.</translation>
        </message>
        <message numerus="yes">
            <source>%n good practices</source>
            <translation>
                <numerusform>%n buena práctica</numerusform>
                <numerusform>%n buenas prácticas</numerusform>
            </translation>
        </message>
        <message>
            <source>There is no good practice yet</source>
            <translation>Todavía no hay buenas prácticas</translation>
        </message>
        <message>
            <source>Tell what worked, so that another quarter can do it.</source>
            <translation>Contá qué funcionó, para que otro barrio pueda hacerlo.</translation>
        </message>
        <message>
            <source>Put the good practice right</source>
            <translation>Corregir la buena práctica</translation>
        </message>
        <message>
            <source>Keep</source>
            <translation>Guardar</translation>
        </message>
        <message>
            <source>Write down</source>
            <translation>Anotar</translation>
        </message>
        <message>
            <source>{title} will be neither in the list nor in the booklet any more.</source>
            <translation>{title} ya no estará en la lista ni en el cuadernillo.</translation>
        </message>
        <message>
            <source>Take it out of the bank?</source>
            <translation>¿Quitarla del banco?</translation>
        </message>
        <message>
            <source>Take it out</source>
            <translation>Quitarla</translation>
        </message>
        <message>
            <source>The booklet is in {path}.</source>
            <translation>El cuadernillo está en {path}.</translation>
        </message>
        <message>
            <source>Words that stand in it</source>
            <translation>Palabras que estén en ella</translation>
        </message>
        <message>
            <source>TITLE</source>
            <translation>TÍTULO</translation>
        </message>
        <message>
            <source>QUARTER</source>
            <translation>BARRIO</translation>
        </message>
        <message>
            <source>DAY</source>
            <translation>DÍA</translation>
        </message>
        <message>
            <source>Put right</source>
            <translation>Corregir</translation>
        </message>
        <message>
            <source>Take out</source>
            <translation>Quitar</translation>
        </message>
        <message>
            <source>None is chosen</source>
            <translation>No hay ninguna elegida</translation>
        </message>
        <message>
            <source>Choose one in the list to read it.</source>
            <translation>Elegí una de la lista para leerla.</translation>
        </message>
        <message>
            <source>The good practice</source>
            <translation>La buena práctica</translation>
        </message>
        <message>
            <source>Booklet</source>
            <translation>Cuadernillo</translation>
        </message>
        <message>
            <source>Word documents (*.docx);;PDF (*.pdf)</source>
            <translation>Documentos de Word (*.docx);;PDF (*.pdf)</translation>
        </message>
    </context>
    <context>
        <name>ExportSheet</name>
        <message>
            <source>Export the roll</source>
            <translation>Exportar el padrón</translation>
        </message>
        <message>
            <source>{people} with names, documents, addresses and telephones.</source>
            <translation>{people} con nombres, documentos, domicilios y teléfonos.</translation>
        </message>
        <message>
            <source>Choose where</source>
            <translation>Elegir dónde</translation>
        </message>
        <message>
            <source>Format</source>
            <translation>Formato</translation>
        </message>
        <message>
            <source>They are personal data (Ley 25.326): the file is not encrypted. Keep it where only you can read it, hand it to nobody without a reason, and delete it when it has served.</source>
            <translation>Son datos personales (Ley 25.326) y el archivo no va cifrado. Guardalo donde solo vos puedas leerlo, no se lo entregues a nadie sin motivo y borralo cuando ya no haga falta.</translation>
        </message>
    </context>
    <context>
        <name>ExportStrip</name>
        <message>
            <source>How far the file is</source>
            <translation>Cuánto va del archivo</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>Detener</translation>
        </message>
        <message>
            <source>Exporting: {done} of {total}</source>
            <translation>Exportando: {done} de {total}</translation>
        </message>
    </context>
    <context>
        <name>Facts</name>
        <message>
            <source>ALSO KNOWN AS</source>
            <translation>TAMBIÉN APARECE COMO</translation>
        </message>
        <message>
            <source>SEVERAL ROWS, ONE PERSON</source>
            <translation>VARIAS ANOTACIONES, UNA PERSONA</translation>
        </message>
        <message>
            <source>Also written down as</source>
            <translation>También anotada como</translation>
        </message>
        <message>
            <source>Address</source>
            <translation>Domicilio</translation>
        </message>
        <message>
            <source>no data</source>
            <translation>sin dato</translation>
        </message>
        <message>
            <source>{day} · {age} years old</source>
            <translation>{day} · {age} años</translation>
        </message>
        <message>
            <source>Somebody else</source>
            <translation>Otra persona</translation>
        </message>
        <message>
            <source>Say who answers</source>
            <translation>Anotar quién responde</translation>
        </message>
        <message>
            <source>See her card</source>
            <translation>Ver su ficha</translation>
        </message>
        <message>
            <source>«{name}» {where}</source>
            <translation>«{name}» {where}</translation>
        </message>
        <message>
            <source>Forget «{name}»</source>
            <translation>Olvidar «{name}»</translation>
        </message>
        <message numerus="yes">
            <source>confirmed %n times</source>
            <translation>
                <numerusform>confirmado %n vez</numerusform>
                <numerusform>confirmado %n veces</numerusform>
            </translation>
        </message>
        <message>
            <source>«{one}» is «{other}»</source>
            <translation>«{one}» es «{other}»</translation>
        </message>
        <message>
            <source>They are two</source>
            <translation>Son dos</translation>
        </message>
    </context>
    <context>
        <name>Falls</name>
        <message>
            <source>That is a link and not a file. Save it on this computer, and drop it from there.</source>
            <translation>Eso es un enlace y no un archivo. Guardalo en esta computadora y soltalo desde ahí.</translation>
        </message>
        <message>
            <source>What was dropped did not arrive. Drag it from its folder, with the folder left open.</source>
            <translation>Lo que soltaste no llegó a Cabildo. Arrastralo otra vez desde su carpeta, sin cerrarla.</translation>
        </message>
    </context>
    <context>
        <name>FigureTiles</name>
        <message>
            <source>Sittings</source>
            <translation>Sesiones</translation>
        </message>
        <message>
            <source>People</source>
            <translation>Personas</translation>
        </message>
        <message>
            <source>New</source>
            <translation>Nuevas</translation>
        </message>
        <message>
            <source>Had come before</source>
            <translation>Ya venían</translation>
        </message>
        <message>
            <source>By Zoom</source>
            <translation>Por Zoom</translation>
        </message>
        <message>
            <source>Without minutes</source>
            <translation>Sin acta</translation>
        </message>
        <message>
            <source>of {whole}</source>
            <translation>de {whole}</translation>
        </message>
        <message>
            <source>Closed sittings whose minutes are not a document yet, of those that ended</source>
            <translation>Sesiones cerradas cuya acta todavía no es un documento, sobre las que terminaron</translation>
        </message>
        <message>
            <source>A year before</source>
            <translation>Un año antes</translation>
        </message>
        <message>
            <source>The days before</source>
            <translation>Los días previos</translation>
        </message>
        <message>
            <source>before: {number}</source>
            <translation>antes: {number}</translation>
        </message>
        <message>
            <source>Attendances that were on Zoom at least in part, of all attendances</source>
            <translation>Asistencias que fueron por Zoom, al menos en parte, sobre el total de asistencias</translation>
        </message>
        <message>
            <source>in the district</source>
            <translation>en el distrito</translation>
        </message>
    </context>
    <context>
        <name>Figures</name>
        <message>
            <source>Sittings</source>
            <translation>Sesiones</translation>
        </message>
        <message>
            <source>Attendances</source>
            <translation>Asistencias</translation>
        </message>
        <message>
            <source>Unnamed in the room</source>
            <translation>Sin nombre en la sala</translation>
        </message>
        <message>
            <source>Share online</source>
            <translation>Porcentaje por Zoom</translation>
        </message>
        <message>
            <source>People per sitting</source>
            <translation>Personas por sesión</translation>
        </message>
        <message>
            <source>Time present</source>
            <translation>Tiempo de permanencia</translation>
        </message>
        <message>
            <source>Weekday and hour</source>
            <translation>Día y hora</translation>
        </message>
        <message>
            <source>Turns to speak</source>
            <translation>Usos de la palabra</translation>
        </message>
        <message>
            <source>Minutes of speaking</source>
            <translation>Minutos de palabra</translation>
        </message>
        <message>
            <source>Minutes pending</source>
            <translation>Actas pendientes</translation>
        </message>
        <message>
            <source>Views of the stream</source>
            <translation>Vistas de la transmisión</translation>
        </message>
        <message>
            <source>People</source>
            <translation>Personas</translation>
        </message>
        <message>
            <source>New people</source>
            <translation>Personas nuevas</translation>
        </message>
        <message>
            <source>People who had come before</source>
            <translation>Personas que ya habían venido</translation>
        </message>
        <message>
            <source>First time at the council</source>
            <translation>Primera vez en el consejo</translation>
        </message>
        <message>
            <source>Ages</source>
            <translation>Edades</translation>
        </message>
        <message>
            <source>Gender</source>
            <translation>Género</translation>
        </message>
        <message>
            <source>Age and gender</source>
            <translation>Edad y género</translation>
        </message>
        <message>
            <source>Quarter of residence</source>
            <translation>Barrio donde vive</translation>
        </message>
        <message>
            <source>Quarters reached</source>
            <translation>Barrios alcanzados</translation>
        </message>
        <message>
            <source>People without an organisation</source>
            <translation>Personas sin organización</translation>
        </message>
        <message>
            <source>Organisations</source>
            <translation>Organizaciones</translation>
        </message>
        <message>
            <source>What was asked for</source>
            <translation>Lo que se pidió</translation>
        </message>
        <message>
            <source>Proposals</source>
            <translation>Propuestas</translation>
        </message>
        <message>
            <source>Complaints</source>
            <translation>Reclamos</translation>
        </message>
        <message>
            <source>Questions</source>
            <translation>Consultas</translation>
        </message>
        <message>
            <source>Topics</source>
            <translation>Temas</translation>
        </message>
        <message>
            <source>Departments</source>
            <translation>Áreas</translation>
        </message>
        <message>
            <source>What became of it</source>
            <translation>Qué pasó con el pedido</translation>
        </message>
        <message>
            <source>Commitments</source>
            <translation>Compromisos</translation>
        </message>
        <message>
            <source>Share answered</source>
            <translation>Porcentaje con respuesta</translation>
        </message>
        <message>
            <source>Days until the answer</source>
            <translation>Días hasta la respuesta</translation>
        </message>
        <message>
            <source>Commitments kept</source>
            <translation>Compromisos cumplidos</translation>
        </message>
        <message>
            <source>Commitments open</source>
            <translation>Compromisos abiertos</translation>
        </message>
        <message>
            <source>Commitments broken</source>
            <translation>Compromisos incumplidos</translation>
        </message>
        <message>
            <source>Commitments overdue</source>
            <translation>Compromisos vencidos</translation>
        </message>
        <message>
            <source>Share of commitments kept</source>
            <translation>Porcentaje de compromisos cumplidos</translation>
        </message>
        <message>
            <source>How often people come</source>
            <translation>Cuántas veces vienen</translation>
        </message>
        <message>
            <source>Regulars</source>
            <translation>Personas habituales</translation>
        </message>
        <message>
            <source>Who came back</source>
            <translation>Quiénes volvieron</translation>
        </message>
        <message>
            <source>Voice of women</source>
            <translation>La voz de las mujeres</translation>
        </message>
        <message>
            <source>Sittings held or being held. Planned and cancelled ones do not count.</source>
            <translation>Sesiones realizadas o en curso. Las planificadas y las suspendidas no cuentan.</translation>
        </message>
        <message>
            <source>One person at one sitting. Whoever came by both ways counts once.</source>
            <translation>Una persona en una sesión. Quien vino por las dos vías cuenta una vez.</translation>
        </message>
        <message>
            <source>Heads in the room that told no name. They are in no count of people.</source>
            <translation>Quienes estuvieron en la sala sin dar su nombre. No están en ningún conteo de personas.</translation>
        </message>
        <message>
            <source>Attendances by Zoom or telephone, at least in part, of all of them.</source>
            <translation>Asistencias por Zoom o teléfono, al menos en parte, sobre el total.</translation>
        </message>
        <message>
            <source>Mean of identified people at a sitting.</source>
            <translation>Promedio de personas identificadas por sesión.</translation>
        </message>
        <message>
            <source>Mean of minutes a person was present, by whichever way, where it is known when she left.</source>
            <translation>Promedio de minutos que una persona estuvo presente, por cualquier vía, cuando se sabe a qué hora se fue.</translation>
        </message>
        <message>
            <source>Attendances by the weekday and the hour at which the sitting began.</source>
            <translation>Asistencias según el día de la semana y la hora en que empezó la sesión.</translation>
        </message>
        <message>
            <source>How often somebody had the floor, by gender and way.</source>
            <translation>Cuántas veces alguien usó la palabra, por género y vía.</translation>
        </message>
        <message>
            <source>How long somebody had the floor, by gender and way.</source>
            <translation>Cuánto tiempo alguien usó la palabra, por género y vía.</translation>
        </message>
        <message>
            <source>Closed sittings whose minutes have not become a document yet.</source>
            <translation>Sesiones cerradas cuya acta todavía no es un documento.</translation>
        </message>
        <message>
            <source>Views of the stream, over the sittings of which they were noted.</source>
            <translation>Vistas de la transmisión, en las sesiones en que se anotaron.</translation>
        </message>
        <message>
            <source>Different people. Whoever came to several sittings counts once.</source>
            <translation>Personas distintas. Quien vino a varias sesiones cuenta una vez.</translation>
        </message>
        <message>
            <source>People whose first sitting ever, of any council, is one of these.</source>
            <translation>Personas cuya primera sesión, de cualquier consejo, es una de estas.</translation>
        </message>
        <message>
            <source>People who had been at a sitting of any council before.</source>
            <translation>Personas que ya habían estado en una sesión de algún consejo.</translation>
        </message>
        <message>
            <source>Attendances that were a person's first at that council.</source>
            <translation>Asistencias que fueron la primera de esa persona en ese consejo.</translation>
        </message>
        <message>
            <source>People by age on the day of the first of these sittings they were at.</source>
            <translation>Personas según la edad que tenían el día de la primera de estas sesiones en que estuvieron.</translation>
        </message>
        <message>
            <source>People by the gender they told.</source>
            <translation>Personas según el género que dijeron.</translation>
        </message>
        <message>
            <source>People by age and gender.</source>
            <translation>Personas según edad y género.</translation>
        </message>
        <message>
            <source>People by the quarter they live in.</source>
            <translation>Personas según el barrio donde viven.</translation>
        </message>
        <message>
            <source>Quarters from which at least one person came.</source>
            <translation>Barrios de los que vino al menos una persona.</translation>
        </message>
        <message>
            <source>People who belong to no organisation: the first aim of the programme.</source>
            <translation>Personas que no pertenecen a ninguna organización: el primer objetivo del programa.</translation>
        </message>
        <message>
            <source>People by the organisation they belong to.</source>
            <translation>Personas según la organización a la que pertenecen.</translation>
        </message>
        <message>
            <source>Proposals, complaints and questions heard at the sittings.</source>
            <translation>Propuestas, reclamos y consultas que se escucharon en las sesiones.</translation>
        </message>
        <message>
            <source>Proposals, of all that was asked for.</source>
            <translation>Propuestas, sobre todo lo que se pidió.</translation>
        </message>
        <message>
            <source>Complaints, of all that was asked for.</source>
            <translation>Reclamos, sobre todo lo que se pidió.</translation>
        </message>
        <message>
            <source>Questions, of all that was asked for.</source>
            <translation>Consultas, sobre todo lo que se pidió.</translation>
        </message>
        <message>
            <source>What was asked for, by topic and kind.</source>
            <translation>Lo que se pidió, por tema y tipo.</translation>
        </message>
        <message>
            <source>What was asked for, by the department that has to see to it.</source>
            <translation>Lo que se pidió, por el área que debe atenderlo.</translation>
        </message>
        <message>
            <source>What was asked for, by what became of it.</source>
            <translation>Lo que se pidió, según qué pasó con eso.</translation>
        </message>
        <message>
            <source>Promises made at the sittings, by what became of them.</source>
            <translation>Compromisos asumidos en las sesiones, según qué pasó con ellos.</translation>
        </message>
        <message>
            <source>What was answered or settled, of all that was asked for.</source>
            <translation>Lo respondido o resuelto, sobre todo lo que se pidió.</translation>
        </message>
        <message>
            <source>Mean of days from the sitting to the answer.</source>
            <translation>Promedio de días desde la sesión hasta la respuesta.</translation>
        </message>
        <message>
            <source>Promises that were kept, of all.</source>
            <translation>Compromisos cumplidos, sobre el total.</translation>
        </message>
        <message>
            <source>Promises that wait, overdue ones among them, of all.</source>
            <translation>Compromisos que esperan, incluidos los vencidos, sobre el total.</translation>
        </message>
        <message>
            <source>Promises that were broken, of all.</source>
            <translation>Compromisos incumplidos, sobre el total.</translation>
        </message>
        <message>
            <source>Promises past their day, of those that wait.</source>
            <translation>Compromisos que pasaron su fecha, sobre los que esperan.</translation>
        </message>
        <message>
            <source>Promises kept, of those kept, broken or overdue.</source>
            <translation>Compromisos cumplidos, sobre los cumplidos, incumplidos o vencidos.</translation>
        </message>
        <message>
            <source>People by how many of these sittings they were at; the last is six or more.</source>
            <translation>Personas según en cuántas de estas sesiones estuvieron; el último valor es seis o más.</translation>
        </message>
        <message>
            <source>People who were at four or more of these sittings.</source>
            <translation>Personas que estuvieron en cuatro o más de estas sesiones.</translation>
        </message>
        <message>
            <source>Of the new people of each month (or year), how many were at two, three or more sittings since.</source>
            <translation>De las personas nuevas de cada mes (o año), cuántas estuvieron desde entonces en dos, tres o más sesiones.</translation>
        </message>
        <message>
            <source>Share of women in the turns over their share in the people; 1 is that they speak as much as they come.</source>
            <translation>Porcentaje de mujeres en el uso de la palabra, dividido por el porcentaje de mujeres entre las personas; 1 es que hablan tanto como vienen.</translation>
        </message>
        <message>
            <source>sittings</source>
            <translation>sesiones</translation>
        </message>
        <message>
            <source>attendances</source>
            <translation>asistencias</translation>
        </message>
        <message>
            <source>heads</source>
            <translation>personas sin nombre</translation>
        </message>
        <message>
            <source>share from 0 to 1</source>
            <translation>proporción de 0 a 1</translation>
        </message>
        <message>
            <source>ratio</source>
            <translation>razón</translation>
        </message>
        <message>
            <source>people</source>
            <translation>personas</translation>
        </message>
        <message>
            <source>minutes</source>
            <translation>minutos</translation>
        </message>
        <message>
            <source>turns</source>
            <translation>usos de la palabra</translation>
        </message>
        <message>
            <source>views</source>
            <translation>vistas</translation>
        </message>
        <message>
            <source>quarters</source>
            <translation>barrios</translation>
        </message>
        <message>
            <source>issues</source>
            <translation>pedidos</translation>
        </message>
        <message>
            <source>commitments</source>
            <translation>compromisos</translation>
        </message>
        <message>
            <source>days</source>
            <translation>días</translation>
        </message>
        <message>
            <source>Sheets of the perception survey</source>
            <translation>Planillas de la encuesta de percepción</translation>
        </message>
        <message>
            <source>Felt listened to</source>
            <translation>Sintió que la escucharon</translation>
        </message>
        <message>
            <source>Share who felt listened to</source>
            <translation>Porcentaje que sintió que la escucharon</translation>
        </message>
        <message>
            <source>Understood what was explained</source>
            <translation>Se entendió lo que se explicó</translation>
        </message>
        <message>
            <source>Share who understood</source>
            <translation>Porcentaje que entendió lo que se explicó</translation>
        </message>
        <message>
            <source>Believe it will be of use</source>
            <translation>Cree que va a servir</translation>
        </message>
        <message>
            <source>Share who believe it will be of use</source>
            <translation>Porcentaje que cree que va a servir</translation>
        </message>
        <message>
            <source>How they would come the next time</source>
            <translation>Cómo vendría la próxima vez</translation>
        </message>
        <message>
            <source>How they heard of the sitting</source>
            <translation>Cómo se enteró de la sesión</translation>
        </message>
        <message>
            <source>Invitations by name, and what came of them</source>
            <translation>Invitaciones por nombre, y qué resultó</translation>
        </message>
        <message>
            <source>People in the groups that were told</source>
            <translation>Personas de los grupos avisados</translation>
        </message>
        <message>
            <source>How households would take part</source>
            <translation>Cómo participarían los hogares</translation>
        </message>
        <message>
            <source>Internet of households</source>
            <translation>Internet de los hogares</translation>
        </message>
        <message>
            <source>Help needed to connect</source>
            <translation>Ayuda para conectarse</translation>
        </message>
        <message>
            <source>Sheets without a name, by the way they came in: paper, tablet, Zoom poll.</source>
            <translation>Planillas sin nombre, por cómo llegaron: papel, tableta, encuesta de Zoom.</translation>
        </message>
        <message>
            <source>Sheets by whether people felt listened to, of those that ask it.</source>
            <translation>Planillas según si la persona sintió que la escucharon, sobre las que lo preguntan.</translation>
        </message>
        <message>
            <source>Sheets by whether what was explained was understood, of those that ask it.</source>
            <translation>Planillas según si se entendió lo que se explicó, sobre las que lo preguntan.</translation>
        </message>
        <message>
            <source>Sheets by whether it will be of use to the quarter, of those that ask it.</source>
            <translation>Planillas según si va a servir para el barrio, sobre las que lo preguntan.</translation>
        </message>
        <message>
            <source>Sheets by how whoever was there would take part the next time, of those that ask it.</source>
            <translation>Planillas según cómo participaría la próxima vez quien estuvo, sobre las que lo preguntan.</translation>
        </message>
        <message>
            <source>Sheets that say by which channel people heard of the sitting; of several, each counts.</source>
            <translation>Planillas que dicen por qué medio se enteró de la sesión; si fueron varios, cada uno cuenta.</translation>
        </message>
        <message>
            <source>People who were told of a sitting by name, each once at each, by channel and by whether they came for the first time, came as before or did not come. Without data: came, and nobody noted an invitation.</source>
            <translation>Personas a las que se avisó de una sesión por su nombre, cada una una vez por sesión, por medio y según si vino por primera vez, ya había venido o no vino. Sin dato: vino, y nadie anotó una invitación.</translation>
        </message>
        <message>
            <source>How many people the groups have that were told of a sitting, by channel, where it was noted.</source>
            <translation>Cuántas personas tienen los grupos a los que se avisó de una sesión, por medio, donde se anotó.</translation>
        </message>
        <message>
            <source>Households by quarter and by how they would take part: in person, by internet, either way, not.</source>
            <translation>Hogares por barrio y por cómo participarían: en el lugar, por internet, de cualquier forma, no.</translation>
        </message>
        <message>
            <source>Households that say by what they are on the internet; of several ways, each counts.</source>
            <translation>Hogares que dicen cómo se conectan a internet; si son varias formas, cada una cuenta.</translation>
        </message>
        <message>
            <source>Households by whether they need help to connect.</source>
            <translation>Hogares según si necesitan ayuda para conectarse.</translation>
        </message>
        <message>
            <source>sheets</source>
            <translation>planillas</translation>
        </message>
        <message>
            <source>households</source>
            <translation>hogares</translation>
        </message>
        <message>
            <source>invitations</source>
            <translation>invitaciones</translation>
        </message>
        <message>
            <source>people in groups</source>
            <translation>personas en grupos</translation>
        </message>
        <message>
            <source>Sheets that say “yes, they listened”, of those that ask it.</source>
            <translation>Planillas que dicen que sí, que la escucharon, sobre las que lo preguntan.</translation>
        </message>
        <message>
            <source>Sheets that say “yes, it was understood”, of those that ask it.</source>
            <translation>Planillas que dicen que sí, que se entendió, sobre las que lo preguntan.</translation>
        </message>
        <message>
            <source>Sheets that say “yes, it will be of use”, of those that ask it.</source>
            <translation>Planillas que dicen que sí, que va a servir, sobre las que lo preguntan.</translation>
        </message>
        <message>
            <source>Not published are counts of 1 to 4 people, sheets or households, and whatever else it takes that none of these can be worked out: from the sums of the same table, from a part and its whole, from a mean, and from what this laptop published before of months inside a year, districts inside the city and periods that overlap.</source>
            <translation>No se publican las cantidades de 1 a 4 personas, planillas u hogares, ni lo que haga falta para que ninguna se pueda deducir: de las sumas de la misma tabla, de una parte y su total, de un promedio, y de lo que esta computadora ya publicó de meses dentro de un año, distritos dentro de la ciudad y períodos que se superponen.</translation>
        </message>
        <message>
            <source>Not protected against: numbers published from other laptops, tables made at the terminal for oneself, the difference between a number and the same number after a correction, counts of several cells of a table together across publications, and what somebody knows who was there.</source>
            <translation>No protege de: números publicados desde otras computadoras, tablas hechas en la terminal para uso propio, la diferencia entre un número y el mismo número después de una corrección, cantidades de varias celdas juntas de una tabla entre publicaciones, ni lo que sabe quien estuvo.</translation>
        </message>
    </context>
    <context>
        <name>Filters</name>
        <message>
            <source>Any day</source>
            <translation>Todas las fechas</translation>
        </message>
        <message>
            <source>Last 30 days</source>
            <translation>Últimos 30 días</translation>
        </message>
        <message>
            <source>Last 90 days</source>
            <translation>Últimos 90 días</translation>
        </message>
        <message>
            <source>This year</source>
            <translation>Este año</translation>
        </message>
        <message>
            <source>Last year</source>
            <translation>El año pasado</translation>
        </message>
        <message>
            <source>From … to …</source>
            <translation>Desde … hasta …</translation>
        </message>
        <message>
            <source>District</source>
            <translation>Distrito</translation>
        </message>
        <message>
            <source>Council</source>
            <translation>Consejo</translation>
        </message>
        <message>
            <source>All modes</source>
            <translation>Todas las modalidades</translation>
        </message>
        <message>
            <source>In person</source>
            <translation>Presencial</translation>
        </message>
        <message>
            <source>Hybrid</source>
            <translation>Híbrida</translation>
        </message>
        <message>
            <source>Virtual</source>
            <translation>Virtual</translation>
        </message>
        <message>
            <source>Mode</source>
            <translation>Modalidad</translation>
        </message>
        <message>
            <source>A year before</source>
            <translation>Un año antes</translation>
        </message>
        <message>
            <source>The days before</source>
            <translation>Los días previos</translation>
        </message>
        <message>
            <source>Compared with</source>
            <translation>Comparar con</translation>
        </message>
        <message>
            <source>Filters: {chosen}</source>
            <translation>Filtros: {chosen}</translation>
        </message>
        <message>
            <source>All districts</source>
            <translation>Todos los distritos</translation>
        </message>
        <message>
            <source>All councils</source>
            <translation>Todos los consejos</translation>
        </message>
        <message>
            <source>This month</source>
            <translation>Este mes</translation>
        </message>
        <message>
            <source>Two months</source>
            <translation>Dos meses</translation>
        </message>
        <message>
            <source>All</source>
            <translation>Todo</translation>
        </message>
        <message>
            <source>Own days</source>
            <translation>Otros días</translation>
        </message>
        <message>
            <source>Period</source>
            <translation>Período</translation>
        </message>
        <message>
            <source>From</source>
            <translation>Desde</translation>
        </message>
        <message>
            <source>To</source>
            <translation>Hasta</translation>
        </message>
        <message>
            <source>Show everything again</source>
            <translation>Volver a mostrar todo</translation>
        </message>
    </context>
    <context>
        <name>FloorStrip</name>
        <message>
            <source>Give the floor to…</source>
            <translation>Dar la palabra a…</translation>
        </message>
        <message>
            <source>Give the floor to</source>
            <translation>Dar la palabra a</translation>
        </message>
        <message>
            <source>Note who asks to speak (Ctrl+F3)</source>
            <translation>Anotar quién pide la palabra (Ctrl+F3)</translation>
        </message>
        <message>
            <source>Time speaking</source>
            <translation>Tiempo de uso de la palabra</translation>
        </message>
        <message>
            <source>End turn</source>
            <translation>Terminó</translation>
        </message>
        <message>
            <source>Who has spoken</source>
            <translation>Quiénes hablaron</translation>
        </message>
        <message>
            <source>Turns on this item</source>
            <translation>Usos de la palabra en este punto</translation>
        </message>
        <message>
            <source>On this item: {turns}</source>
            <translation>En este punto:  {turns}</translation>
        </message>
        <message>
            <source>Who asked to speak, in order</source>
            <translation>Quiénes pidieron la palabra, en orden</translation>
        </message>
        <message>
            <source>Next</source>
            <translation>Sigue</translation>
        </message>
        <message>
            <source>The first one does not want to speak any more</source>
            <translation>La primera persona ya no quiere hablar</translation>
        </message>
        <message numerus="yes">
            <source> and %n more</source>
            <translation>
                <numerusform> y %n más</numerusform>
                <numerusform> y %n más</numerusform>
            </translation>
        </message>
        <message>
            <source>Asked to speak: {names}</source>
            <translation>Pidieron la palabra: {names}</translation>
        </message>
        <message>
            <source>Asks to speak…</source>
            <translation>Pide la palabra…</translation>
        </message>
        <message>
            <source>Zoom</source>
            <translation>Zoom</translation>
        </message>
        <message>
            <source>telephone</source>
            <translation>teléfono</translation>
        </message>
        <message>
            <source>Spoke: {spoke} of {present}</source>
            <translation>Hablaron {spoke} de {present}</translation>
        </message>
        <message>
            <source>women</source>
            <translation>mujeres</translation>
        </message>
        <message>
            <source>men</source>
            <translation>varones</translation>
        </message>
        <message>
            <source>non-binary</source>
            <translation>no binarias</translation>
        </message>
        <message>
            <source>no data</source>
            <translation>sin dato</translation>
        </message>
        <message>
            <source>room</source>
            <translation>sala</translation>
        </message>
    </context>
    <context>
        <name>GroupPanel</name>
        <message>
            <source>Who is it?</source>
            <translation>¿Quién es?</translation>
        </message>
        <message>
            <source>Neighbours it may be</source>
            <translation>Vecinas y vecinos que pueden ser</translation>
        </message>
        <message>
            <source>(no name)</source>
            <translation>(sin nombre)</translation>
        </message>
        <message>
            <source>It is this person</source>
            <translation>Es esta persona</translation>
        </message>
        <message>
            <source>Together: {names}</source>
            <translation>En conjunto: {names}</translation>
        </message>
        <message numerus="yes">
            <source>They are these %n people</source>
            <translation>
                <numerusform>Es %n persona</numerusform>
                <numerusform>Son estas %n personas</numerusform>
            </translation>
        </message>
        <message>
            <source>Choose who they are</source>
            <translation>Elegí quiénes son</translation>
        </message>
        <message>
            <source>Enter</source>
            <translation>Enter</translation>
        </message>
        <message>
            <source>Several people</source>
            <translation>Varias personas</translation>
        </message>
        <message>
            <source>New person</source>
            <translation>Persona nueva</translation>
        </message>
        <message>
            <source>Not a neighbour</source>
            <translation>No es vecina/o</translation>
        </message>
        <message>
            <source>Leave unnamed</source>
            <translation>Dejar sin nombre</translation>
        </message>
        <message>
            <source>Not this person</source>
            <translation>No es esta persona</translation>
        </message>
        <message>
            <source>Ask again</source>
            <translation>Volver a preguntar</translation>
        </message>
        <message>
            <source>{minutes} min</source>
            <translation>{minutes} min</translation>
        </message>
        <message numerus="yes">
            <source>%n connections</source>
            <translation>
                <numerusform>%n conexión</numerusform>
                <numerusform>%n conexiones</numerusform>
            </translation>
        </message>
        <message>
            <source>Also: {names}</source>
            <translation>También: {names}</translation>
        </message>
        <message>
            <source>Nobody on the roll looks like this. Look for her, or write her down as a new person.</source>
            <translation>En el padrón no hay nadie parecido. Buscá a la persona, o anotala como persona nueva.</translation>
        </message>
        <message>
            <source>On the roll</source>
            <translation>Del padrón</translation>
        </message>
        <message>
            <source>Very like</source>
            <translation>Muy parecido</translation>
        </message>
        <message>
            <source>Possible</source>
            <translation>Posible</translation>
        </message>
        <message>
            <source>Look for somebody on the roll (/)</source>
            <translation>Buscar en el padrón (/)</translation>
        </message>
        <message>
            <source>Space or its number ticks each of them; / looks for more. Enter when all are ticked.</source>
            <translation>Espacio o su número marca a cada persona; / busca más. Enter cuando estén todas.</translation>
        </message>
    </context>
    <context>
        <name>GuardianSheet</name>
        <message>
            <source>Who answers for {name}?</source>
            <translation>¿Quién responde por {name}?</translation>
        </message>
        <message>
            <source>Mother, father or whoever is responsible; she has to be on the roll and of age.</source>
            <translation>Madre, padre o quien sea responsable: tiene que estar en el padrón y ser mayor de edad.</translation>
        </message>
        <message>
            <source>She answers</source>
            <translation>Responde esta persona</translation>
        </message>
        <message>
            <source>Name or document</source>
            <translation>Nombre o documento</translation>
        </message>
        <message>
            <source>Whom the letters mean</source>
            <translation>Quiénes coinciden con lo escrito</translation>
        </message>
        <message>
            <source>Nobody any more</source>
            <translation>Ya no responde nadie</translation>
        </message>
    </context>
    <context>
        <name>HeardPane</name>
        <message>
            <source>Written and said on Zoom</source>
            <translation>Lo escrito y lo dicho en Zoom</translation>
        </message>
        <message>
            <source>What to look at</source>
            <translation>Qué mirar</translation>
        </message>
        <message>
            <source>{kind}: {author}. Delete takes it back.</source>
            <translation>{kind}: {author}. Supr lo deshace.</translation>
        </message>
        <message>
            <source>Discard the transcript?</source>
            <translation>¿Descartar la transcripción?</translation>
        </message>
        <message>
            <source>Its words are taken out of the record for good. Your notes and the minutes stay as they are.</source>
            <translation>Sus palabras se borran del registro para siempre. Tus notas y el acta quedan como están.</translation>
        </message>
        <message>
            <source>Discard</source>
            <translation>Descartar</translation>
        </message>
        <message>
            <source>Chat</source>
            <translation>Chat</translation>
        </message>
        <message>
            <source>Make it an issue: {kind}</source>
            <translation>Anotarlo como pedido: {kind}</translation>
        </message>
        <message>
            <source>What was said on this item</source>
            <translation>Lo que se dijo en este punto</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>Copiar</translation>
        </message>
        <message>
            <source>What is marked; without a mark, all of it</source>
            <translation>Lo seleccionado; si no hay nada seleccionado, todo</translation>
        </message>
        <message>
            <source>Discard…</source>
            <translation>Descartar…</translation>
        </message>
        <message>
            <source>A help for your notes. Nothing of it goes into the minutes by itself.</source>
            <translation>Una ayuda para tus notas. Nada de esto pasa solo al acta.</translation>
        </message>
        <message>
            <source>No item has begun</source>
            <translation>Todavía no empezó ningún punto</translation>
        </message>
        <message>
            <source>Nothing was recorded while this item was on the table.</source>
            <translation>No se grabó nada mientras se trataba este punto.</translation>
        </message>
        <message>
            <source>Outside of the agenda</source>
            <translation>Fuera del orden del día</translation>
        </message>
        <message>
            <source>Said</source>
            <translation>Lo dicho</translation>
        </message>
        <message>
            <source>Survey</source>
            <translation>Encuesta</translation>
        </message>
        <message>
            <source>{letters} make the message an issue; Delete takes it back.</source>
            <translation>{letters} anotan el mensaje como pedido; Supr lo deshace.</translation>
        </message>
    </context>
    <context>
        <name>InShort</name>
        <message>
            <source>Did more people come?</source>
            <translation>¿Vino más gente?</translation>
        </message>
        <message>
            <source>From where?</source>
            <translation>¿De dónde?</translation>
        </message>
        <message>
            <source>Are they new?</source>
            <translation>¿Es gente nueva?</translation>
        </message>
        <message>
            <source>What do they ask for?</source>
            <translation>¿Qué pide la gente?</translation>
        </message>
        <message>
            <source>What was promised?</source>
            <translation>¿Qué se prometió?</translation>
        </message>
        <message>
            <source>{people} different people at {sittings} sittings.</source>
            <translation>{people} personas distintas; sesiones: {sittings}.</translation>
        </message>
        <message>
            <source>The record does not reach back far enough to compare.</source>
            <translation>El registro no llega tan atrás como para comparar.</translation>
        </message>
        <message>
            <source>Yes, {change} more:</source>
            <translation>Sí, {change} más:</translation>
        </message>
        <message>
            <source>No, {change} fewer:</source>
            <translation>No, {change} menos:</translation>
        </message>
        <message>
            <source>As many:</source>
            <translation>La misma cantidad:</translation>
        </message>
        <message>
            <source>{when}: {before} at {held}.</source>
            <translation>{when}: {before}; sesiones: {held}.</translation>
        </message>
        <message>
            <source>Of {no_data} of {people} the quarter is not known.</source>
            <translation>Sin dato de barrio: {no_data} de {people}.</translation>
        </message>
        <message>
            <source>The quarter of everybody is known.</source>
            <translation>Se sabe el barrio de todas.</translation>
        </message>
        <message>
            <source>From {quarters} quarters.</source>
            <translation>Barrios alcanzados: {quarters}.</translation>
        </message>
        <message>
            <source>Most from {names}.</source>
            <translation>Sobre todo, de {names}.</translation>
        </message>
        <message>
            <source>{new} of {people} ({share}) came for the first time.</source>
            <translation>{new} de {people} ({share}) vinieron por primera vez.</translation>
        </message>
        <message>
            <source>{when}: {share}.</source>
            <translation>{when}: {share}.</translation>
        </message>
        <message>
            <source>Nothing was noted.</source>
            <translation>No se anotó ningún pedido.</translation>
        </message>
        <message>
            <source>{whole} proposals, complaints and questions.</source>
            <translation>Propuestas, reclamos y consultas: {whole}.</translation>
        </message>
        <message>
            <source>Most about {names}.</source>
            <translation>Sobre todo: {names}.</translation>
        </message>
        <message>
            <source>{share} answered.</source>
            <translation>Con respuesta: {share}.</translation>
        </message>
        <message>
            <source>No commitment was noted.</source>
            <translation>No se anotó ningún compromiso.</translation>
        </message>
        <message>
            <source>Of {whole} commitments {kept} were kept and {broken} were not; {open} are open, {overdue} of them past their day.</source>
            <translation>Compromisos: {whole}. Cumplidos: {kept}; incumplidos: {broken}; pendientes: {open} (vencidos: {overdue}).</translation>
        </message>
        <message>
            <source>The same days a year before</source>
            <translation>Los mismos días del año anterior</translation>
        </message>
        <message>
            <source>The days before</source>
            <translation>Los días previos</translation>
        </message>
        <message>
            <source>The record begins on {since}: before, nobody was noted.</source>
            <translation>El registro empieza el {since}: quien venía de antes figura como nueva.</translation>
        </message>
        <message>
            <source>Not compared: the record had only begun, and everybody was new to it.</source>
            <translation>No se compara con el período anterior: el registro recién empezaba y casi todas figuran como nuevas.</translation>
        </message>
        <message>
            <source>Let go by agreement: {released}.</source>
            <translation>Sin efecto: {released}.</translation>
        </message>
        <message>
            <source>{new} of {people} ({share}) came for the first time in the district.</source>
            <translation>{new} de {people} ({share}) vinieron por primera vez en el distrito.</translation>
        </message>
    </context>
    <context>
        <name>Insights</name>
        <message>
            <source>Beside these, groups of {told_in_groups} people were told.</source>
            <translation>Además se avisó a grupos que suman {told_in_groups} personas.</translation>
        </message>
        <message>
            <source>{invited} invitations by name, each person once at each sitting. {no_data} came without one that was noted: what brought them is not known.</source>
            <translation>Invitaciones por nombre, cada persona una vez por sesión: {invited}. Asistencias sin invitación anotada, que no se sabe qué trajo: {no_data}.</translation>
        </message>
        <message>
            <source>Only in the room</source>
            <translation>Solo en la sala</translation>
        </message>
        <message>
            <source>Only on Zoom</source>
            <translation>Solo por Zoom</translation>
        </message>
        <message>
            <source>Both ways</source>
            <translation>Por las dos vías</translation>
        </message>
        <message>
            <source>Unnamed (apart)</source>
            <translation>Sin nombre (aparte)</translation>
        </message>
        <message>
            <source>Had come before</source>
            <translation>Ya venían</translation>
        </message>
        <message>
            <source>New</source>
            <translation>Nuevas</translation>
        </message>
        <message>
            <source>Women</source>
            <translation>Mujeres</translation>
        </message>
        <message>
            <source>Men</source>
            <translation>Varones</translation>
        </message>
        <message>
            <source>Other genders</source>
            <translation>Otros géneros</translation>
        </message>
        <message>
            <source>No data</source>
            <translation>Sin dato</translation>
        </message>
        <message>
            <source>Proposals</source>
            <translation>Propuestas</translation>
        </message>
        <message>
            <source>Complaints</source>
            <translation>Reclamos</translation>
        </message>
        <message>
            <source>Questions</source>
            <translation>Consultas</translation>
        </message>
        <message>
            <source>Waiting</source>
            <translation>En espera</translation>
        </message>
        <message>
            <source>Answered</source>
            <translation>Respondidos</translation>
        </message>
        <message>
            <source>Solved</source>
            <translation>Resueltos</translation>
        </message>
        <message>
            <source>Dropped</source>
            <translation>Desestimados</translation>
        </message>
        <message>
            <source>Kept</source>
            <translation>Cumplidos</translation>
        </message>
        <message>
            <source>Open, in time</source>
            <translation>Pendientes, en plazo</translation>
        </message>
        <message>
            <source>Open, past their day</source>
            <translation>Pendientes, vencidos</translation>
        </message>
        <message>
            <source>Not kept</source>
            <translation>Incumplidos</translation>
        </message>
        <message>
            <source>Let go by agreement</source>
            <translation>Sin efecto</translation>
        </message>
        <message>
            <source>Up to 15</source>
            <translation>Hasta 15</translation>
        </message>
        <message>
            <source>16 to 29</source>
            <translation>16 a 29</translation>
        </message>
        <message>
            <source>30 to 44</source>
            <translation>30 a 44</translation>
        </message>
        <message>
            <source>45 to 59</source>
            <translation>45 a 59</translation>
        </message>
        <message>
            <source>60 to 74</source>
            <translation>60 a 74</translation>
        </message>
        <message>
            <source>75 and over</source>
            <translation>75 y más</translation>
        </message>
        <message>
            <source>People per sitting, by way</source>
            <translation>Personas por sesión, según la vía</translation>
        </message>
        <message>
            <source>New and returning people per sitting</source>
            <translation>Personas nuevas y que ya venían, por sesión</translation>
        </message>
        <message>
            <source>People by age and gender</source>
            <translation>Personas por edad y género</translation>
        </message>
        <message>
            <source>Attendances by weekday and hour</source>
            <translation>Asistencias por día y hora</translation>
        </message>
        <message>
            <source>What is asked for, by topic</source>
            <translation>Qué se pide, por tema</translation>
        </message>
        <message>
            <source>What was promised, and what became of it</source>
            <translation>Qué se prometió y qué pasó</translation>
        </message>
        <message>
            <source>Who came back</source>
            <translation>Quiénes volvieron</translation>
        </message>
        <message>
            <source>Who has to answer, and what became of it</source>
            <translation>Quién debe responder y qué pasó</translation>
        </message>
        <message>
            <source>People per month, by way</source>
            <translation>Personas por mes, según la vía</translation>
        </message>
        <message>
            <source>People per year, by way</source>
            <translation>Personas por año, según la vía</translation>
        </message>
        <message>
            <source>New and returning people per month</source>
            <translation>Personas nuevas y que ya venían, por mes</translation>
        </message>
        <message>
            <source>New and returning people per year</source>
            <translation>Personas nuevas y que ya venían, por año</translation>
        </message>
        <message>
            <source>people-per-sitting</source>
            <translation>personas-por-sesion</translation>
        </message>
        <message>
            <source>new-and-returning</source>
            <translation>nuevas-y-ya-venian</translation>
        </message>
        <message>
            <source>age-and-gender</source>
            <translation>edad-y-genero</translation>
        </message>
        <message>
            <source>weekday-and-hour</source>
            <translation>dia-y-hora</translation>
        </message>
        <message>
            <source>topics</source>
            <translation>temas</translation>
        </message>
        <message>
            <source>commitments</source>
            <translation>compromisos</translation>
        </message>
        <message>
            <source>who-came-back</source>
            <translation>quienes-volvieron</translation>
        </message>
        <message>
            <source>departments</source>
            <translation>areas</translation>
        </message>
        <message>
            <source>Month</source>
            <translation>Mes</translation>
        </message>
        <message>
            <source>Year</source>
            <translation>Año</translation>
        </message>
        <message>
            <source>Weekday</source>
            <translation>Día</translation>
        </message>
        <message>
            <source>Topic</source>
            <translation>Tema</translation>
        </message>
        <message>
            <source>Commitments</source>
            <translation>Compromisos</translation>
        </message>
        <message>
            <source>Department</source>
            <translation>Área</translation>
        </message>
        <message>
            <source>All others</source>
            <translation>Todos los demás</translation>
        </message>
        <message>
            <source>Not known here</source>
            <translation>No registrada acá</translation>
        </message>
        <message>
            <source>{hour} h</source>
            <translation>{hour} h</translation>
        </message>
        <message>
            <source>{times} or more</source>
            <translation>{times} o más</translation>
        </message>
        <message>
            <source>A year before</source>
            <translation>Un año antes</translation>
        </message>
        <message>
            <source>People</source>
            <translation>Personas</translation>
        </message>
        <message>
            <source>Total</source>
            <translation>Total</translation>
        </message>
        <message>
            <source>New: had been at no sitting of any council before. {new} of {people} different people in {sittings} sittings.</source>
            <translation>Nueva: no había venido a ninguna sesión de ningún consejo. Personas distintas: {people}, nuevas {new}; sesiones: {sittings}.</translation>
        </message>
        <message>
            <source>Of {people} different people; of {no_data} age or gender is not known. Age on the day of the first sitting of the period. “&lt;5” or a dot: between 1 and 4 people, not told so that nobody can be recognised.</source>
            <translation>Personas distintas: {people}; sin dato de edad o género: {no_data}. Edad el día de la primera sesión del período. «&lt;5» o un punto: entre 1 y 4 personas, no se dice cuántas para que nadie pueda ser reconocido.</translation>
        </message>
        <message>
            <source>Of {of} attendances, by the hour at which the sitting began; none without.</source>
            <translation>Asistencias: {of}, según la hora en que empezó la sesión; ninguna sin dato.</translation>
        </message>
        <message>
            <source>Of {of} proposals, complaints and questions; {no_data} without a topic (“No data”).</source>
            <translation>Propuestas, reclamos y consultas: {of}; sin tema («Sin dato»): {no_data}.</translation>
        </message>
        <message>
            <source>Of {of} proposals, complaints and questions; {no_data} without a department (“No data”).</source>
            <translation>Propuestas, reclamos y consultas: {of}; sin área («Sin dato»): {no_data}.</translation>
        </message>
        <message>
            <source>Of {of} commitments made at these sittings. {no_data} of those that are open have no day: they count as in time.</source>
            <translation>Compromisos tomados en estas sesiones: {of}. Pendientes sin fecha, contados como en plazo: {no_data}.</translation>
        </message>
        <message>
            <source>Of the {of} new people: how many, of each hundred of a row, were at so many sittings of the period or more. The latest rows have had little time to come back.</source>
            <translation>Personas nuevas: {of}. Qué porcentaje de cada fila vino a esa cantidad de sesiones del período o más. Las últimas filas tuvieron poco tiempo para volver.</translation>
        </message>
        <message>
            <source>{attendances} attendances of {people} different people in {sittings} sittings; whoever came by both ways counts once. {unnamed} unnamed in the room, not in the totals.</source>
            <translation>Asistencias: {attendances}; personas distintas: {people}; sesiones: {sittings}. Quien vino por las dos vías cuenta una vez. Sin nombre en la sala, fuera de los totales: {unnamed}.</translation>
        </message>
        <message>
            <source>Age</source>
            <translation>Edad</translation>
        </message>
        <message>
            <source>Council</source>
            <translation>Consejo</translation>
        </message>
        <message>
            <source>Sitting</source>
            <translation>Sesión</translation>
        </message>
        <message>
            <source>How people felt about the sittings</source>
            <translation>Cómo se vivieron las sesiones</translation>
        </message>
        <message>
            <source>Whom the invitations brought, by channel</source>
            <translation>A quiénes trajeron las invitaciones, por medio</translation>
        </message>
        <message>
            <source>How households would take part, by quarter</source>
            <translation>Cómo participarían los hogares, por barrio</translation>
        </message>
        <message>
            <source>perception</source>
            <translation>percepcion</translation>
        </message>
        <message>
            <source>channels</source>
            <translation>medios</translation>
        </message>
        <message>
            <source>how-they-would-come</source>
            <translation>como-vendrian</translation>
        </message>
        <message>
            <source>Question</source>
            <translation>Pregunta</translation>
        </message>
        <message>
            <source>Channel</source>
            <translation>Medio</translation>
        </message>
        <message>
            <source>Quarter</source>
            <translation>Barrio</translation>
        </message>
        <message>
            <source>They felt listened to</source>
            <translation>Sintió que la escucharon</translation>
        </message>
        <message>
            <source>It was understood</source>
            <translation>Se entendió</translation>
        </message>
        <message>
            <source>It will be of use</source>
            <translation>Va a servir para el barrio</translation>
        </message>
        <message>
            <source>Yes</source>
            <translation>Sí</translation>
        </message>
        <message>
            <source>In part</source>
            <translation>En parte</translation>
        </message>
        <message>
            <source>No</source>
            <translation>No</translation>
        </message>
        <message>
            <source>In person</source>
            <translation>En el lugar</translation>
        </message>
        <message>
            <source>Either way</source>
            <translation>De cualquier forma</translation>
        </message>
        <message>
            <source>By internet</source>
            <translation>Por internet</translation>
        </message>
        <message>
            <source>Would not</source>
            <translation>No participaría</translation>
        </message>
        <message>
            <source>Came for the first time</source>
            <translation>Vinieron por primera vez</translation>
        </message>
        <message>
            <source>Came, as before</source>
            <translation>Ya venían</translation>
        </message>
        <message>
            <source>Did not come</source>
            <translation>No vinieron</translation>
        </message>
        <message>
            <source>{sheets} sheets without a name, on paper, tablet or by a poll of the call. “No data”: left empty.</source>
            <translation>Planillas sin nombre, en papel, en tableta o por una encuesta de Zoom: {sheets}. «Sin dato»: quedó sin contestar.</translation>
        </message>
        <message>
            <source>Of {of} households that were asked; of {no_data} the quarter or the answer is not known. Quarters with fewer than five households stand with all the others.</source>
            <translation>Hogares encuestados: {of}; sin dato del barrio o de la respuesta: {no_data}. Los barrios con menos de cinco hogares están en «Todos los demás».</translation>
        </message>
        <message>
            <source>New: had been at no sitting of this district before; of those of other districts this laptop is not told. {new} of {people} different people in {sittings} sittings.</source>
            <translation>Nueva: no había venido a ninguna sesión de este distrito; las de otros distritos no llegan a este puesto. Personas distintas: {people}, nuevas {new}; sesiones: {sittings}.</translation>
        </message>
        <message>
            <source>Of the {of} people who are new in the district: how many, of each hundred of a row, were at so many sittings of the period or more. The latest rows have had little time to come back.</source>
            <translation>Personas nuevas en el distrito: {of}. Qué porcentaje de cada fila vino a esa cantidad de sesiones del período o más. Las últimas filas tuvieron poco tiempo para volver.</translation>
        </message>
        <message>
            <source>Of this laptop: {lacks}.</source>
            <translation>De este puesto: {lacks}.</translation>
        </message>
        <message>
            <source>“new” means for the first time in the district</source>
            <translation>«nuevas» quiere decir por primera vez en el distrito</translation>
        </message>
        <message>
            <source>The city's database is being asked.</source>
            <translation>Se está consultando la base de la ciudad.</translation>
        </message>
        <message>
            <source>From the city's database, today at {hour}.</source>
            <translation>De la base de la ciudad, hoy a las {hour}.</translation>
        </message>
        <message>
            <source>From the city's database, of {when}.</source>
            <translation>De la base de la ciudad, del {when}.</translation>
        </message>
        <message>
            <source>Now there is no connection to it.</source>
            <translation>Ahora no hay conexión con la base.</translation>
        </message>
        <message>
            <source>Now it does not answer.</source>
            <translation>Ahora la base no responde.</translation>
        </message>
        <message>
            <source>Now it lets nobody in: see “Sharing”.</source>
            <translation>Ahora la base no deja entrar a este puesto: mirá «Sincronización».</translation>
        </message>
        <message>
            <source>without ages, nor the quarter of whoever lives in another district</source>
            <translation>sin edades ni el barrio de quien vive en otro distrito</translation>
        </message>
        <message>
            <source>without age or quarter of whoever lives in another district</source>
            <translation>sin la edad ni el barrio de quien vive en otro distrito</translation>
        </message>
        <message>
            <source>without ages</source>
            <translation>sin edades</translation>
        </message>
    </context>
    <context>
        <name>Intake</name>
        <message>
            <source>Decide</source>
            <translation>Decidir</translation>
        </message>
        <message>
            <source>Take it out again</source>
            <translation>Sacar lo incorporado</translation>
        </message>
        <message>
            <source>{written} is</source>
            <translation>{written} es el</translation>
        </message>
        <message>
            <source>Day or month first?</source>
            <translation>¿Primero el día o el mes?</translation>
        </message>
        <message>
            <source>The file was taken out, and everything that came from it alone.</source>
            <translation>Se sacó el archivo, con todo lo que vino solo de él.</translation>
        </message>
        <message numerus="yes">
            <source>%n files were taken out, and everything that came from them alone.</source>
            <translation>
                <numerusform>Se sacó %n archivo, con todo lo que vino solo de él.</numerusform>
                <numerusform>Se sacaron %n archivos, con todo lo que vino solo de ellos.</numerusform>
            </translation>
        </message>
        <message>
            <source>Go on</source>
            <translation>Seguir</translation>
        </message>
        <message>
            <source>The dates of {file} can be read in two ways. Which day was it?</source>
            <translation>Las fechas de {file} se pueden leer de dos maneras. ¿Qué día fue?</translation>
        </message>
        <message numerus="yes">
            <source>The dates of {file} and of %n files more can be read in two ways. Which day was it?</source>
            <translation>
                <numerusform>Las fechas de {file} y de %n archivo más se pueden leer de dos maneras. ¿Qué día fue?</numerusform>
                <numerusform>Las fechas de {file} y de %n archivos más se pueden leer de dos maneras. ¿Qué día fue?</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>IntakePanel</name>
        <message>
            <source>Look through it</source>
            <translation>Revisar</translation>
        </message>
        <message>
            <source>{done} of {total}</source>
            <translation>{done} de {total}</translation>
        </message>
        <message>
            <source>How far it is</source>
            <translation>Avance</translation>
        </message>
        <message>
            <source>The door goes on meanwhile; what is in stays in if you stop.</source>
            <translation>Mientras tanto la puerta sigue funcionando. Si lo detenés, lo incorporado queda.</translation>
        </message>
        <message>
            <source>Back to the list</source>
            <translation>Volver a la lista</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>Detener</translation>
        </message>
        <message>
            <source>Ready</source>
            <translation>Listo</translation>
        </message>
    </context>
    <context>
        <name>IntakeWords</name>
        <message numerus="yes">
            <source>Participants: %n lines</source>
            <translation>
                <numerusform>Participantes: %n renglón</numerusform>
                <numerusform>Participantes: %n renglones</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Registrations: %n people</source>
            <translation>
                <numerusform>Inscripciones: %n persona</numerusform>
                <numerusform>Inscripciones: %n personas</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Polls: %n answers</source>
            <translation>
                <numerusform>Encuestas: %n respuesta</numerusform>
                <numerusform>Encuestas: %n respuestas</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Chat: %n messages to everyone</source>
            <translation>
                <numerusform>Chat: %n mensaje para todos</numerusform>
                <numerusform>Chat: %n mensajes para todos</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Transcript: %n lines</source>
            <translation>
                <numerusform>Transcripción: %n renglón</numerusform>
                <numerusform>Transcripción: %n renglones</numerusform>
            </translation>
        </message>
        <message>
            <source>It was taken in before; nothing will change.</source>
            <translation>Ya se había incorporado; no va a cambiar nada.</translation>
        </message>
        <message>
            <source>Look: it is of {day}, and the sitting is not.</source>
            <translation>Atención: es del {day}, y la sesión no.</translation>
        </message>
        <message numerus="yes">
            <source>%n private messages are not taken in.</source>
            <translation>
                <numerusform>%n mensaje privado no se incorpora.</numerusform>
                <numerusform>%n mensajes privados no se incorporan.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n people registered and did not come.</source>
            <translation>
                <numerusform>%n persona se inscribió y no vino.</numerusform>
                <numerusform>%n personas se inscribieron y no vinieron.</numerusform>
            </translation>
        </message>
        <message>
            <source>Times that cannot be right, in the lines: {lines}.</source>
            <translation>Horas que no pueden estar bien, en los renglones: {lines}.</translation>
        </message>
        <message>
            <source>Left out because they cannot be read, the lines: {lines}.</source>
            <translation>Renglones que quedaron afuera porque no se pueden leer: {lines}.</translation>
        </message>
        <message>
            <source>This file was taken in before; nothing has changed.</source>
            <translation>Este archivo ya se había incorporado; no cambió nada.</translation>
        </message>
        <message>
            <source>It replaces the one that was there.</source>
            <translation>Reemplaza al que estaba.</translation>
        </message>
        <message numerus="yes">
            <source>%n people on Zoom.</source>
            <translation>
                <numerusform>%n persona en Zoom.</numerusform>
                <numerusform>%n personas en Zoom.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n are sure and counted.</source>
            <translation>
                <numerusform>%n es segura y ya se cuenta.</numerusform>
                <numerusform>%n son seguras y ya se cuentan.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n wait to be decided.</source>
            <translation>
                <numerusform>%n espera una decisión.</numerusform>
                <numerusform>%n esperan una decisión.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n registrations taken in.</source>
            <translation>
                <numerusform>Se incorporó %n inscripción.</numerusform>
                <numerusform>Se incorporaron %n inscripciones.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n poll answers taken in.</source>
            <translation>
                <numerusform>Se incorporó %n respuesta de encuesta.</numerusform>
                <numerusform>Se incorporaron %n respuestas de encuesta.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n chat messages taken in.</source>
            <translation>
                <numerusform>Se incorporó %n mensaje del chat.</numerusform>
                <numerusform>Se incorporaron %n mensajes del chat.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n lines of the transcript taken in.</source>
            <translation>
                <numerusform>Se incorporó %n renglón de la transcripción.</numerusform>
                <numerusform>Se incorporaron %n renglones de la transcripción.</numerusform>
            </translation>
        </message>
        <message>
            <source>Look: it is of the meeting {number}, and the sitting has another.</source>
            <translation>Atención: es de la reunión {number}, y la sesión tiene otra.</translation>
        </message>
        <message numerus="yes">
            <source>Questions in writing: %n</source>
            <translation>
                <numerusform>Preguntas por escrito: %n</numerusform>
                <numerusform>Preguntas por escrito: %n</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n questions in writing taken in.</source>
            <translation>
                <numerusform>Se incorporó %n pregunta por escrito.</numerusform>
                <numerusform>Se incorporaron %n preguntas por escrito.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>IssueRow</name>
        <message>
            <source>Commitment about this…</source>
            <translation>Compromiso sobre esto…</translation>
        </message>
        <message>
            <source>Edit…</source>
            <translation>Editar…</translation>
        </message>
        <message>
            <source>Take back…</source>
            <translation>Quitar…</translation>
        </message>
        <message>
            <source>What to do with it</source>
            <translation>Qué hacer con este pedido</translation>
        </message>
        <message>
            <source>by Zoom</source>
            <translation>por Zoom</translation>
        </message>
        <message>
            <source>by telephone</source>
            <translation>por teléfono</translation>
        </message>
        <message>
            <source>several neighbours</source>
            <translation>varios vecinos</translation>
        </message>
        <message>
            <source>on the map</source>
            <translation>con punto en el mapa</translation>
        </message>
    </context>
    <context>
        <name>IssueSheets</name>
        <message>
            <source>quarters of the city</source>
            <translation>barrios de la ciudad</translation>
        </message>
        <message>
            <source>Kind</source>
            <translation>Tipo</translation>
        </message>
        <message>
            <source>What was asked for</source>
            <translation>Qué se pidió</translation>
        </message>
        <message>
            <source>Who</source>
            <translation>Quién</translation>
        </message>
        <message>
            <source>Topic</source>
            <translation>Tema</translation>
        </message>
        <message>
            <source>Department</source>
            <translation>Área municipal</translation>
        </message>
        <message>
            <source>Place</source>
            <translation>Lugar</translation>
        </message>
        <message>
            <source>State</source>
            <translation>Estado</translation>
        </message>
        <message>
            <source>Edit</source>
            <translation>Editar</translation>
        </message>
        <message>
            <source>Write what was asked for.</source>
            <translation>Escribí qué se pidió.</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>Guardar</translation>
        </message>
        <message>
            <source>What will be done</source>
            <translation>Qué se va a hacer</translation>
        </message>
        <message>
            <source>Department that answers for it</source>
            <translation>Área responsable</translation>
        </message>
        <message>
            <source>… or a neighbour</source>
            <translation>… o una vecina o un vecino</translation>
        </message>
        <message>
            <source>day/month, for example 15/12</source>
            <translation>día/mes, por ejemplo 15/12</translation>
        </message>
        <message>
            <source>By when</source>
            <translation>Para cuándo</translation>
        </message>
        <message>
            <source>Commitment</source>
            <translation>Compromiso</translation>
        </message>
        <message>
            <source>Write down</source>
            <translation>Anotar</translation>
        </message>
        <message>
            <source>Who will do what, and by when.</source>
            <translation>Quién hará qué, y para cuándo.</translation>
        </message>
        <message>
            <source>Write what will be done.</source>
            <translation>Escribí qué se va a hacer.</translation>
        </message>
        <message>
            <source>Write a day like 15/12 or 15/12/2026.</source>
            <translation>Escribí un día, por ejemplo 15/12 o 15/12/2026.</translation>
        </message>
        <message>
            <source>That day is over.</source>
            <translation>Ese día ya pasó.</translation>
        </message>
        <message>
            <source>Topic…</source>
            <translation>Tema…</translation>
        </message>
        <message>
            <source>Department…</source>
            <translation>Área…</translation>
        </message>
        <message>
            <source>Nobody in particular</source>
            <translation>Nadie en particular</translation>
        </message>
        <message>
            <source>A word on the answer</source>
            <translation>Respuesta</translation>
        </message>
        <message>
            <source>Who answered</source>
            <translation>Quién respondió</translation>
        </message>
        <message>
            <source>today, or a day like {day}</source>
            <translation>hoy, o una fecha como {day}</translation>
        </message>
        <message>
            <source>When it was answered</source>
            <translation>Cuándo respondió</translation>
        </message>
        <message>
            <source>With an answer it is not open any more: choose its state.</source>
            <translation>Con una respuesta ya no está abierto: elegí el estado.</translation>
        </message>
        <message>
            <source>Point on the map</source>
            <translation>Punto en el mapa</translation>
        </message>
        <message>
            <source>… or an organisation</source>
            <translation>… o una organización</translation>
        </message>
        <message>
            <source>One alone: a department, a neighbour or an organisation.</source>
            <translation>Uno solo: un área, una vecina o vecino, o una organización.</translation>
        </message>
        <message>
            <source>Choose one of the list.</source>
            <translation>Elegí de la lista.</translation>
        </message>
        <message>
            <source>No organisation</source>
            <translation>Ninguna organización</translation>
        </message>
        <message>
            <source>Empty: without a date.</source>
            <translation>Vacío: sin fecha.</translation>
        </message>
        <message>
            <source>Why the day changes</source>
            <translation>Por qué cambia la fecha</translation>
        </message>
        <message>
            <source>Write why: the council will ask.</source>
            <translation>Escribí por qué: el consejo lo va a preguntar.</translation>
        </message>
        <message>
            <source>Another day</source>
            <translation>Cambiar la fecha</translation>
        </message>
        <message>
            <source>How it ended</source>
            <translation>Cómo terminó</translation>
        </message>
        <message>
            <source>What became of it</source>
            <translation>Qué pasó con el pedido</translation>
        </message>
        <message>
            <source>One that is not on the list is added. Empty: no department.</source>
            <translation>Si no está en la lista, se agrega. Vacío: sin área.</translation>
        </message>
        <message>
            <source>Whose it is</source>
            <translation>Área responsable</translation>
        </message>
        <message>
            <source>To whom</source>
            <translation>A quién</translation>
        </message>
        <message>
            <source>A person, a desk, a mail.</source>
            <translation>Una persona, una mesa de entradas, un correo.</translation>
        </message>
        <message>
            <source>On which day</source>
            <translation>Qué día</translation>
        </message>
        <message>
            <source>Write to whom it was sent.</source>
            <translation>Escribí a quién se envió.</translation>
        </message>
        <message>
            <source>Was it sent?</source>
            <translation>¿Ya se envió?</translation>
        </message>
        <message>
            <source>Note it</source>
            <translation>Anotar el envío</translation>
        </message>
        <message>
            <source>On the map…</source>
            <translation>En el mapa…</translation>
        </message>
        <message>
            <source>Where it is</source>
            <translation>Dónde queda</translation>
        </message>
        <message>
            <source>Click on the place. Inside a quarter any point will do.</source>
            <translation>Hacé clic en el lugar. Dentro de un barrio sirve cualquier punto.</translation>
        </message>
        <message>
            <source>Take this point</source>
            <translation>Usar este punto</translation>
        </message>
        <message>
            <source>Map of the city</source>
            <translation>Mapa de la ciudad</translation>
        </message>
    </context>
    <context>
        <name>IssuesPane</name>
        <message>
            <source>What was asked for</source>
            <translation>Lo que se pidió</translation>
        </message>
        <message>
            <source>Commitments</source>
            <translation>COMPROMISOS</translation>
        </message>
        <message>
            <source>New commitment</source>
            <translation>Nuevo compromiso</translation>
        </message>
        <message>
            <source>New</source>
            <translation>Nuevo</translation>
        </message>
        <message>
            <source>Nothing yet. Type what is asked for and press Enter; a letter in front tells its kind.</source>
            <translation>Todavía nada. Escribí lo que se pide y Enter; con una letra adelante decís qué es: p propuesta, r reclamo, c consulta.</translation>
        </message>
        <message>
            <source>Topic…</source>
            <translation>Tema…</translation>
        </message>
        <message>
            <source>Take this back?</source>
            <translation>¿Quitar esto?</translation>
        </message>
        <message>
            <source>Take back</source>
            <translation>Quitar</translation>
        </message>
        <message>
            <source>Kind</source>
            <translation>Tipo</translation>
        </message>
        <message>
            <source>Type what is asked for, Enter</source>
            <translation>Escribí lo que se pide y Enter</translation>
        </message>
        <message>
            <source>What is asked for</source>
            <translation>Qué se pide</translation>
        </message>
        <message>
            <source>Who raised it</source>
            <translation>Quién lo pidió</translation>
        </message>
        <message>
            <source>Who? (empty: several)</source>
            <translation>¿Quién? (vacío: varios)</translation>
        </message>
        <message>
            <source>Topic</source>
            <translation>Tema</translation>
        </message>
        <message>
            <source>Place</source>
            <translation>Lugar</translation>
        </message>
        <message numerus="yes">
            <source>From earlier sittings: %n open</source>
            <translation>
                <numerusform>De sesiones anteriores: %n abierto</numerusform>
                <numerusform>De sesiones anteriores: %n abiertos</numerusform>
            </translation>
        </message>
        <message>
            <source>Take back the last act here</source>
            <translation>Deshacer lo último en los pedidos</translation>
        </message>
        <message>
            <source>Where. A point of the map may be pasted behind it: -32.9468, -60.6393</source>
            <translation>Dónde. Se puede pegar un punto del mapa al final: -32.9468, -60.6393</translation>
        </message>
        <message>
            <source>A new department: it is added.</source>
            <translation>Área nueva: se agrega.</translation>
        </message>
    </context>
    <context>
        <name>ItemsPart</name>
        <message>
            <source>Enter: change. Alt+Up, Alt+Down or the mouse: move. J: join with another one.</source>
            <translation>Enter: modificar. Alt+Arriba, Alt+Abajo o el mouse: mover. J: unir con otro.</translation>
        </message>
        <message>
            <source>Add an item</source>
            <translation>Agregar un punto</translation>
        </message>
        <message>
            <source>Enter: at the end. Ctrl+Enter: right after the item chosen.</source>
            <translation>Enter: al final. Ctrl+Enter: después del punto elegido.</translation>
        </message>
        <message>
            <source>Move up (Alt+Up)</source>
            <translation>Subir (Alt+Arriba)</translation>
        </message>
        <message>
            <source>Move down (Alt+Down)</source>
            <translation>Bajar (Alt+Abajo)</translation>
        </message>
        <message>
            <source>What can be done with this item</source>
            <translation>Qué se puede hacer con este punto</translation>
        </message>
        <message>
            <source>Change: title, minutes, who presents (Enter)</source>
            <translation>Modificar: título, minutos, quién presenta (Enter)</translation>
        </message>
        <message>
            <source>Join with another item (J)</source>
            <translation>Unir con otro punto (J)</translation>
        </message>
        <message>
            <source>Postpone to the next sitting</source>
            <translation>Postergar para la próxima sesión</translation>
        </message>
        <message>
            <source>Take off (Del)</source>
            <translation>Quitar (Supr)</translation>
        </message>
        <message>
            <source>Begin it now, out of turn</source>
            <translation>Tratarlo ahora, fuera de orden</translation>
        </message>
        <message>
            <source>Take the last change back (Ctrl+F4)</source>
            <translation>Deshacer el último cambio (Ctrl+F4)</translation>
        </message>
        <message>
            <source>New item: Potholes 20'</source>
            <translation>Nuevo punto: Baches 20'</translation>
        </message>
    </context>
    <context>
        <name>Keeper</name>
        <message>
            <source>The backup is being made; Cabildo closes when it is done.</source>
            <translation>Se está haciendo el respaldo; Cabildo se cierra cuando termina.</translation>
        </message>
    </context>
    <context>
        <name>KeyingSheet</name>
        <message>
            <source>Done</source>
            <translation>Listo</translation>
        </message>
        <message>
            <source>Key in the sheet</source>
            <translation>Cargar planilla</translation>
        </message>
        <message>
            <source>not counted</source>
            <translation>sin contar</translation>
        </message>
        <message>
            <source>All came at</source>
            <translation>Llegaron a las</translation>
        </message>
        <message>
            <source>Signatures on paper</source>
            <translation>Firmas en el papel</translation>
        </message>
        <message>
            <source>Number of the row, or letters of the name</source>
            <translation>N.º de renglón, o letras del nombre</translation>
        </message>
        <message>
            <source>What stands on the sheet: number of the row, letters of the name, or + for somebody new</source>
            <translation>Lo que dice la planilla: número de renglón, letras del nombre, o + para alguien nuevo</translation>
        </message>
        <message>
            <source>12: row 12 signed.  3 5 9a: several at once, with a where the box is ticked.  20-31: a whole run.</source>
            <translation>12: firmó el renglón 12.  3 5 9a: varios a la vez, con a donde tildó «Acepto».  20-31: todos los seguidos.</translation>
        </message>
        <message>
            <source>+Juana Gómez 28123456: somebody new.  +3: three without a name.  Ctrl+Z takes the last back.</source>
            <translation>+Juana Gómez 28123456: alguien nuevo.  +3: tres sin nombre.  Ctrl+Z deshace lo último.</translation>
        </message>
        <message>
            <source>The rows of the sheet</source>
            <translation>Los renglones de la planilla</translation>
        </message>
        <message>
            <source>Signed</source>
            <translation>Firmó</translation>
        </message>
        <message>
            <source>Not on the sheet</source>
            <translation>No figura</translation>
        </message>
        <message>
            <source>{done} of {all}</source>
            <translation>{done} de {all}</translation>
        </message>
        <message>
            <source>Signed: {name}</source>
            <translation>Firmó: {name}</translation>
        </message>
        <message>
            <source>Was marked already: {name}</source>
            <translation>Ya estaba: {name}</translation>
        </message>
        <message>
            <source>Rows marked: {number}</source>
            <translation>Renglones cargados: {number}</translation>
        </message>
        <message>
            <source>Without a name: {number} more</source>
            <translation>Sin nombre: {number} más</translation>
        </message>
        <message>
            <source>Written down and marked: {name}</source>
            <translation>En el padrón y presente: {name}</translation>
        </message>
        <message>
            <source>Taken back: {name}</source>
            <translation>Deshecho: {name}</translation>
        </message>
        <message>
            <source>Ticked by minors, whoever answers for them has to agree: {number}</source>
            <translation>Tildaron menores, falta el acuerdo de quien responde por ellos: {number}</translation>
        </message>
    </context>
    <context>
        <name>Keys</name>
        <message>
            <source>Takes back the last act under what is asked for</source>
            <translation>Deshace lo último en lo que se pidió</translation>
        </message>
        <message>
            <source>The door: who arrives</source>
            <translation>La puerta: quién llega</translation>
        </message>
        <message>
            <source>Marks present whoever stands chosen, or writes down what was read</source>
            <translation>Marca presente a quien está elegido, o anota lo que se leyó</translation>
        </message>
        <message>
            <source>Somebody new, with her data one by one</source>
            <translation>Persona nueva, con sus datos uno por uno</translation>
        </message>
        <message>
            <source>One more, or one fewer, without a name</source>
            <translation>Una persona más, o menos, sin nombre</translation>
        </message>
        <message>
            <source>One more, or one fewer, came with her</source>
            <translation>Un acompañante más, o menos</translation>
        </message>
        <message>
            <source>In the list: the name of somebody who came with her</source>
            <translation>En la lista: el nombre de un acompañante</translation>
        </message>
        <message>
            <source>She agrees that her data be kept; what she is told first</source>
            <translation>Acepta que se guarden sus datos; lo que se le lee antes</translation>
        </message>
        <message>
            <source>She leaves, or is back</source>
            <translation>Se va, o volvió</translation>
        </message>
        <message>
            <source>What the line under the field offers</source>
            <translation>Lo que ofrece la línea debajo del campo</translation>
        </message>
        <message>
            <source>Her data</source>
            <translation>Sus datos</translation>
        </message>
        <message>
            <source>Takes the last act back; again, the one before it</source>
            <translation>Deshace lo último; otra vez, lo anterior</translation>
        </message>
        <message>
            <source>The notes of the item; who speaks</source>
            <translation>Las notas del punto; quién habla</translation>
        </message>
        <message>
            <source>The next item; the turn ends</source>
            <translation>El punto siguiente; termina la palabra</translation>
        </message>
        <message>
            <source>Who asks to speak; the first of them speaks</source>
            <translation>Quién pide la palabra; habla quien sigue</translation>
        </message>
        <message>
            <source>The item: informed, agreed, referred, postponed</source>
            <translation>El punto: informado, acordado, derivado, postergado</translation>
        </message>
        <message>
            <source>The list of items; a new item</source>
            <translation>La lista de puntos; un punto nuevo</translation>
        </message>
        <message>
            <source>In that list: move, change, join with another one</source>
            <translation>En esa lista: mover, modificar, unir con otro</translation>
        </message>
        <message>
            <source>Takes the last change of the agenda back</source>
            <translation>Deshace el último cambio del orden del día</translation>
        </message>
        <message>
            <source>What is asked for</source>
            <translation>Lo que se pidió</translation>
        </message>
        <message>
            <source>The pages</source>
            <translation>Las páginas</translation>
        </message>
        <message>
            <source>Locks the screen; ends, with everything saved</source>
            <translation>Bloquea la pantalla; sale, con todo guardado</translation>
        </message>
        <message>
            <source>Keys of the room</source>
            <translation>Teclas de la sala</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Cerrar</translation>
        </message>
        <message>
            <source>The report of Zoom, from a file; from Zoom itself</source>
            <translation>El informe de Zoom, de un archivo; de Zoom directamente</translation>
        </message>
        <message>
            <source>The camera</source>
            <translation>La cámara</translation>
        </message>
        <message>
            <source>What Zoom heard: the chat, the words, the survey; and back</source>
            <translation>Lo que quedó en Zoom (el chat, lo dicho, la encuesta); otra vez vuelve</translation>
        </message>
        <message>
            <source>Closes the sitting, after showing what it came to</source>
            <translation>Cierra la sesión, después de mostrar en qué quedó</translation>
        </message>
        <message>
            <source>The window for the projector, and away with it</source>
            <translation>Abre la ventana del proyector, o la cierra</translation>
        </message>
        <message>
            <source>Who was told of this sitting, and who of them came</source>
            <translation>A quiénes se avisó de esta sesión, y quiénes vinieron</translation>
        </message>
    </context>
    <context>
        <name>LeftOut</name>
        <message>
            <source>Understood</source>
            <translation>Entendido</translation>
        </message>
        <message>
            <source>Line {line}: {sentence}</source>
            <translation>Línea {line}: {sentence}</translation>
        </message>
        <message>
            <source>Columns that were not read: {columns}</source>
            <translation>Columnas que no se leyeron: {columns}</translation>
        </message>
        <message numerus="yes">
            <source>%n lines were left out</source>
            <translation>
                <numerusform>%n línea quedó afuera</numerusform>
                <numerusform>%n líneas quedaron afuera</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Lines</name>
        <message>
            <source>Show all</source>
            <translation>Mostrar todo</translation>
        </message>
    </context>
    <context>
        <name>ListsSheet</name>
        <message>
            <source>Lists for the departments</source>
            <translation>Listas para las áreas</translation>
        </message>
        <message>
            <source>One list for each, with the city's letterhead; no documents, no telephones.</source>
            <translation>Una lista por área, con el membrete de la ciudad; sin documentos ni teléfonos.</translation>
        </message>
        <message>
            <source>Choose where</source>
            <translation>Elegir dónde</translation>
        </message>
        <message>
            <source>In any state</source>
            <translation>En cualquier estado</translation>
        </message>
        <message>
            <source>State</source>
            <translation>Estado</translation>
        </message>
        <message>
            <source>Only those that were not sent yet</source>
            <translation>Solo los que no se enviaron</translation>
        </message>
        <message>
            <source>With the name of who raised each</source>
            <translation>Con el nombre de quien lo pidió</translation>
        </message>
        <message>
            <source>Word and Excel</source>
            <translation>Word y Excel</translation>
        </message>
        <message>
            <source>Format</source>
            <translation>Formato</translation>
        </message>
        <message>
            <source>No department</source>
            <translation>Sin área</translation>
        </message>
        <message numerus="yes">
            <source>%n lists</source>
            <translation>
                <numerusform>%n lista</numerusform>
                <numerusform>%n listas</numerusform>
            </translation>
        </message>
        <message>
            <source>Nothing to send with what was chosen.</source>
            <translation>No hay nada para enviar con lo elegido.</translation>
        </message>
        <message numerus="yes">
            <source>%n requests</source>
            <translation>
                <numerusform>%n pedido</numerusform>
                <numerusform>%n pedidos</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Lock</name>
        <message numerus="yes">
            <source>Wait %n second(s) and try again.</source>
            <translation>
                <numerusform>Esperá %n segundo y probá de nuevo.</numerusform>
                <numerusform>Esperá %n segundos y probá de nuevo.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>LockPage</name>
        <message>
            <source>The screen is locked</source>
            <translation>Pantalla bloqueada</translation>
        </message>
        <message>
            <source>Passphrase or recovery code</source>
            <translation>Contraseña o código de recuperación</translation>
        </message>
        <message>
            <source>Unlock</source>
            <translation>Desbloquear</translation>
        </message>
        <message>
            <source>The evening goes on: what was being saved is saved, and everything is where you left it.</source>
            <translation>La sesión sigue: lo que se estaba guardando se guarda, y todo queda donde lo dejaste.</translation>
        </message>
        <message>
            <source>Type the passphrase first.</source>
            <translation>Escribí primero la contraseña.</translation>
        </message>
        <message>
            <source>The screen is locked: that card was not read. Unlock it and read it again.</source>
            <translation>La pantalla está bloqueada: ese documento no se leyó. Desbloqueala y volvé a leerlo.</translation>
        </message>
    </context>
    <context>
        <name>MainWindow</name>
        <message>
            <source>Messages</source>
            <translation>Mensajes</translation>
        </message>
        <message>
            <source>Cabildo is already open with this record</source>
            <translation>Cabildo ya está abierto con este registro</translation>
        </message>
        <message>
            <source>Go on in the window that is open. If you do not see it, look among the open programs.</source>
            <translation>Seguí en la ventana que está abierta. Si no la ves, buscala entre los programas abiertos.</translation>
        </message>
        <message>
            <source>Close this window</source>
            <translation>Cerrar esta ventana</translation>
        </message>
    </context>
    <context>
        <name>MapCard</name>
        <message>
            <source>Map of the city</source>
            <translation>Mapa de la ciudad</translation>
        </message>
        <message>
            <source>Load the map…</source>
            <translation>Cargar el mapa…</translation>
        </message>
        <message>
            <source>Quarters of the map…</source>
            <translation>Barrios del mapa…</translation>
        </message>
        <message>
            <source>Load inhabitants…</source>
            <translation>Cargar habitantes…</translation>
        </message>
        <message>
            <source>Take the map off</source>
            <translation>Quitar el mapa</translation>
        </message>
        <message>
            <source>GeoJSON, GML or a zipped shapefile; it may also be dropped on the window.</source>
            <translation>GeoJSON, GML o un shapefile en ZIP; también se puede soltar sobre la ventana.</translation>
        </message>
        <message>
            <source>A list with the columns barrio and habitantes (CSV, Excel, LibreOffice).</source>
            <translation>Una lista con las columnas barrio y habitantes (CSV, Excel, LibreOffice).</translation>
        </message>
        <message>
            <source>No map of the quarters yet: Charts show a scheme of the districts. The city's office of maps has one.</source>
            <translation>Todavía no hay mapa de los barrios: Tableros muestra un esquema de los distritos. Pedilo en la oficina de cartografía de la ciudad.</translation>
        </message>
        <message>
            <source>{drawn} of {quarters} quarters drawn, {counted} with their inhabitants.</source>
            <translation>{drawn} de {quarters} barrios dibujados, {counted} con sus habitantes.</translation>
        </message>
        <message numerus="yes">
            <source>%n areas of the map wait for a decision.</source>
            <translation>
                <numerusform>Un área del mapa espera una decisión.</numerusform>
                <numerusform>%n áreas del mapa esperan una decisión.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>MapDesk</name>
        <message>
            <source>The map is loaded: {areas} areas, {known} are quarters of ours, {waiting} wait.</source>
            <translation>El mapa está cargado: {areas} áreas, {known} son barrios nuestros, {waiting} por decidir.</translation>
        </message>
        <message numerus="yes">
            <source>Inhabitants of %n quarters loaded.</source>
            <translation>
                <numerusform>Se cargaron los habitantes de un barrio.</numerusform>
                <numerusform>Se cargaron los habitantes de %n barrios.</numerusform>
            </translation>
        </message>
        <message>
            <source>No quarter of ours: {names}.</source>
            <translation>No son barrios nuestros: {names}.</translation>
        </message>
        <message>
            <source>Without a number: {names}.</source>
            <translation>Sin número: {names}.</translation>
        </message>
        <message>
            <source>Maps</source>
            <translation>Mapas</translation>
        </message>
        <message>
            <source>The map of the city</source>
            <translation>El mapa de la ciudad</translation>
        </message>
        <message>
            <source>Lists</source>
            <translation>Listas</translation>
        </message>
        <message>
            <source>Inhabitants of each quarter</source>
            <translation>Habitantes de cada barrio</translation>
        </message>
        <message>
            <source>No quarter is drawn any more, on every desk of the city. What was decided about names stays.</source>
            <translation>Los barrios dejan de dibujarse, en todos los puestos de la ciudad. Lo que se decidió sobre los nombres queda.</translation>
        </message>
        <message>
            <source>Take the map off?</source>
            <translation>¿Quitar el mapa?</translation>
        </message>
        <message>
            <source>Take it off</source>
            <translation>Quitarlo</translation>
        </message>
    </context>
    <context>
        <name>MatchingKeys</name>
        <message>
            <source>All who wait under a full name that is theirs alone, in one list</source>
            <translation>En una sola lista, quienes esperan con un nombre completo que es solo suyo</translation>
        </message>
        <message>
            <source>It is the person who stands chosen; on to the next group</source>
            <translation>Es la persona elegida; sigue el grupo que viene</translation>
        </message>
        <message>
            <source>It is the one of that number</source>
            <translation>Es la persona de ese número</translation>
        </message>
        <message>
            <source>Not this person: she is not proposed again</source>
            <translation>No es esta persona: no se propone más</translation>
        </message>
        <message>
            <source>Several people on one connection: number or space ticks each, Enter ends</source>
            <translation>Varias personas en una conexión: el número o espacio marca a cada una, Enter termina</translation>
        </message>
        <message>
            <source>Somebody new, with what Zoom and the registration told filled in</source>
            <translation>Alguien nuevo, con lo que dijeron Zoom y la inscripción ya completado</translation>
        </message>
        <message>
            <source>Not a neighbour: staff, the room's computer</source>
            <translation>No es vecina ni vecino: personal, la computadora de la sala</translation>
        </message>
        <message>
            <source>Nobody will know who it was</source>
            <translation>Nadie va a saber quién fue</translation>
        </message>
        <message>
            <source>Look for somebody on the roll</source>
            <translation>Buscar a alguien en el padrón</translation>
        </message>
        <message>
            <source>To the people it may be; back to the groups</source>
            <translation>A las personas que puede ser; de vuelta a los grupos</translation>
        </message>
        <message>
            <source>Takes the last decision back; again, the one before it</source>
            <translation>Deshace la última decisión; otra vez, la anterior</translation>
        </message>
        <message>
            <source>The report of Zoom, from a file</source>
            <translation>El informe de Zoom, desde un archivo</translation>
        </message>
        <message>
            <source>Back to the groups; what was typed or ticked goes</source>
            <translation>De vuelta a los grupos; se borra lo escrito o marcado</translation>
        </message>
        <message>
            <source>Keys of the matching desk</source>
            <translation>Teclas de Correspondencias</translation>
        </message>
    </context>
    <context>
        <name>MatchingPage</name>
        <message>
            <source>Matches</source>
            <translation>Correspondencias</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Deshacer</translation>
        </message>
        <message>
            <source>Bring a Zoom report</source>
            <translation>Traer informe de Zoom</translation>
        </message>
        <message>
            <source>No sitting is chosen</source>
            <translation>No hay ninguna sesión elegida</translation>
        </message>
        <message>
            <source>Choose one in Today; the people of its Zoom call appear here.</source>
            <translation>Elegí una en Hoy; acá aparece la gente de su videollamada de Zoom.</translation>
        </message>
        <message>
            <source>Go to Today</source>
            <translation>Ir a Hoy</translation>
        </message>
        <message>
            <source>No Zoom report for this sitting yet</source>
            <translation>Todavía no hay informe de Zoom de esta sesión</translation>
        </message>
        <message>
            <source>Download the participant report from Zoom (CSV) and drop it anywhere on this window. Who is sure is counted at once; the rest waits here and never blocks the evening.</source>
            <translation>Descargá de Zoom el informe de participantes (CSV) y soltalo en cualquier parte de esta ventana. A quien es seguro se lo cuenta enseguida; el resto espera acá y nunca frena la sesión.</translation>
        </message>
        <message>
            <source>Choose the file…</source>
            <translation>Elegir el archivo…</translation>
        </message>
        <message>
            <source>(no name)</source>
            <translation>(sin nombre)</translation>
        </message>
        <message>
            <source>«{name}»: {who}. Ctrl+Z takes it back.</source>
            <translation>«{name}»: {who}. Ctrl+Z lo deshace.</translation>
        </message>
        <message numerus="yes">
            <source>%n people confirmed. Ctrl+Z takes all of them back.</source>
            <translation>
                <numerusform>%n persona confirmada. Ctrl+Z lo deshace.</numerusform>
                <numerusform>%n personas confirmadas. Ctrl+Z las deshace a todas.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n stay to be decided: something was written since.</source>
            <translation>
                <numerusform>%n queda por decidir: algo se anotó mientras tanto.</numerusform>
                <numerusform>%n quedan por decidir: algo se anotó mientras tanto.</numerusform>
            </translation>
        </message>
        <message>
            <source>Zoom's participant report</source>
            <translation>Informe de participantes de Zoom</translation>
        </message>
        <message>
            <source>Which groups</source>
            <translation>Qué grupos</translation>
        </message>
        <message>
            <source>Groups of the Zoom call</source>
            <translation>Grupos de la videollamada de Zoom</translation>
        </message>
        <message numerus="yes">
            <source>Look at %n full names together</source>
            <translation>
                <numerusform>Ver %n nombre completo</numerusform>
                <numerusform>Ver juntos %n nombres completos</numerusform>
            </translation>
        </message>
        <message>
            <source>Nobody waits any more</source>
            <translation>No queda nadie por decidir</translation>
        </message>
        <message>
            <source>Nothing here</source>
            <translation>Acá no hay nada</translation>
        </message>
        <message numerus="yes">
            <source>%n groups wait to be decided.</source>
            <translation>
                <numerusform>%n grupo espera una decisión.</numerusform>
                <numerusform>%n grupos esperan una decisión.</numerusform>
            </translation>
        </message>
        <message>
            <source>To decide</source>
            <translation>Por decidir</translation>
        </message>
        <message>
            <source>Sure</source>
            <translation>Seguras</translation>
        </message>
        <message>
            <source>Decided</source>
            <translation>Decididas</translation>
        </message>
        <message>
            <source>All</source>
            <translation>Todas</translation>
        </message>
        <message numerus="yes">
            <source>some of %n</source>
            <translation>
                <numerusform>una persona</numerusform>
                <numerusform>puede haber varias de %n</numerusform>
            </translation>
        </message>
        <message>
            <source>{name}?</source>
            <translation>¿{name}?</translation>
        </message>
        <message>
            <source>{name}, with others?</source>
            <translation>¿{name} y alguien más?</translation>
        </message>
        <message numerus="yes">
            <source>one of %n</source>
            <translation>
                <numerusform>una persona</numerusform>
                <numerusform>una de %n</numerusform>
            </translation>
        </message>
        <message>
            <source>Back to the room</source>
            <translation>Volver a Sala</translation>
        </message>
        <message>
            <source>Enter confirms · 1 to 9 choose · → to the people · Z undoes · F1 keys</source>
            <translation>Enter confirma · 1 a 9 eligen · → personas · Z deshace · F1 teclas</translation>
        </message>
        <message>
            <source>Everybody of the Zoom call has a place in the sum above. The evening goes on in the room; the minutes take the names from here.</source>
            <translation>Cada persona de la videollamada tiene su lugar en la suma de arriba. La sesión sigue en Sala; el acta toma los nombres de acá.</translation>
        </message>
        <message>
            <source>{minutes} min</source>
            <translation>{minutes} min</translation>
        </message>
        <message>
            <source>Zoom report (*.csv *.xlsx *.xls);;All (*)</source>
            <translation>Informe de Zoom (*.csv *.xlsx *.xls);;Todos (*)</translation>
        </message>
    </context>
    <context>
        <name>MinutesView</name>
        <message>
            <source>Minutes</source>
            <translation>Actas</translation>
        </message>
        <message>
            <source>The draft as it will be read, and what is left to look at</source>
            <translation>El borrador tal como se va a leer, y lo que falta revisar</translation>
        </message>
        <message>
            <source>Generate Word</source>
            <translation>Generar Word</translation>
        </message>
        <message>
            <source>Save as…</source>
            <translation>Guardar como…</translation>
        </message>
        <message>
            <source>Open in Word</source>
            <translation>Abrir en Word</translation>
        </message>
        <message>
            <source>There are no minutes yet</source>
            <translation>Todavía no hay actas</translation>
        </message>
        <message>
            <source>They write themselves while a sitting is held: open one and come back.</source>
            <translation>El acta se arma sola mientras transcurre la sesión: abrí una y volvé acá.</translation>
        </message>
        <message>
            <source>Date</source>
            <translation>FECHA</translation>
        </message>
        <message>
            <source>Council</source>
            <translation>CONSEJO</translation>
        </message>
        <message>
            <source>State</source>
            <translation>ESTADO</translation>
        </message>
        <message>
            <source>Sittings and their minutes</source>
            <translation>Sesiones y sus actas</translation>
        </message>
        <message>
            <source>Sittings</source>
            <translation>Sesiones</translation>
        </message>
        <message>
            <source>To look at</source>
            <translation>Para revisar</translation>
        </message>
        <message>
            <source>Draft of the minutes of {council}</source>
            <translation>Borrador del acta de {council}</translation>
        </message>
        <message>
            <source>Minutes {number}/{year}, version {version}, saved as {name}</source>
            <translation>Acta {number}/{year}, versión {version}, guardada como {name}</translation>
        </message>
        <message>
            <source>No program here opens Word files. The minutes are in {path}</source>
            <translation>En esta computadora ningún programa abre archivos de Word. El acta está en {path}</translation>
        </message>
        <message>
            <source>Save the minutes</source>
            <translation>Guardar el acta</translation>
        </message>
        <message>
            <source>Word (*.docx)</source>
            <translation>Word (*.docx)</translation>
        </message>
        <message>
            <source>to write</source>
            <translation>sin redactar</translation>
        </message>
        <message>
            <source>draft</source>
            <translation>borrador</translation>
        </message>
        <message>
            <source>final</source>
            <translation>definitiva</translation>
        </message>
        <message>
            <source>signed</source>
            <translation>firmada</translation>
        </message>
        <message>
            <source>Draft {version} of {number}/{year}</source>
            <translation>Acta {number}/{year} · borrador {version}</translation>
        </message>
        <message>
            <source>Final {version} of {number}/{year}</source>
            <translation>Acta {number}/{year} · definitiva {version}</translation>
        </message>
        <message>
            <source>Signed {version} of {number}/{year}</source>
            <translation>Acta {number}/{year} · firmada {version}</translation>
        </message>
        <message>
            <source>Not written yet: {number}/{year}</source>
            <translation>Acta {number}/{year} · sin redactar</translation>
        </message>
        <message>
            <source>The figures do not add up with the people named. Look at the matching page.</source>
            <translation>Las cifras no coinciden con las personas nombradas. Revisá las correspondencias.</translation>
        </message>
        <message>
            <source>The sitting is still open: times and figures are not final.</source>
            <translation>La sesión sigue abierta: los horarios y las cifras pueden cambiar.</translation>
        </message>
        <message numerus="yes">
            <source>%n Zoom groups are still to be resolved</source>
            <translation>
                <numerusform>%n conexión de Zoom está sin identificar</numerusform>
                <numerusform>%n conexiones de Zoom están sin identificar</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n people have an incomplete name</source>
            <translation>
                <numerusform>%n persona tiene el nombre incompleto</numerusform>
                <numerusform>%n personas tienen el nombre incompleto</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n items were treated and have no outcome</source>
            <translation>
                <numerusform>%n punto se trató y no tiene resultado</numerusform>
                <numerusform>%n puntos se trataron y no tienen resultado</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n items were not treated nor postponed</source>
            <translation>
                <numerusform>%n punto no se trató ni se postergó</numerusform>
                <numerusform>%n puntos no se trataron ni se postergaron</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n commitments have nobody responsible</source>
            <translation>
                <numerusform>%n compromiso no tiene responsable</numerusform>
                <numerusform>%n compromisos no tienen responsable</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n commitments have no date</source>
            <translation>
                <numerusform>%n compromiso no tiene fecha</numerusform>
                <numerusform>%n compromisos no tienen fecha</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n issues do not say who raised them</source>
            <translation>
                <numerusform>%n pedido no dice quién lo hizo</numerusform>
                <numerusform>%n pedidos no dicen quién los hizo</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n issues have no department</source>
            <translation>
                <numerusform>%n pedido no tiene área asignada</numerusform>
                <numerusform>%n pedidos no tienen área asignada</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n people in the room have no name</source>
            <translation>
                <numerusform>%n persona en sala sin nombre</numerusform>
                <numerusform>%n personas en sala sin nombre</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n people have no age on the roll</source>
            <translation>
                <numerusform>%n persona sin edad en el padrón</numerusform>
                <numerusform>%n personas sin edad en el padrón</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n people have no gender on the roll</source>
            <translation>
                <numerusform>%n persona sin género en el padrón</numerusform>
                <numerusform>%n personas sin género en el padrón</numerusform>
            </translation>
        </message>
        <message>
            <source>All papers in one folder</source>
            <translation>Todos los documentos en una carpeta</translation>
        </message>
        <message>
            <source>Take back an edited file…</source>
            <translation>Incorporar un archivo modificado…</translation>
        </message>
        <message>
            <source>Which paper</source>
            <translation>Qué documento</translation>
        </message>
        <message>
            <source>In Word</source>
            <translation>En Word</translation>
        </message>
        <message numerus="yes">
            <source>{saved}. %n changes of the record were not put over what was edited by hand</source>
            <translation>
                <numerusform>{saved}. Un cambio del registro no se puso sobre lo que se modificó a mano</numerusform>
                <numerusform>{saved}. %n cambios del registro no se pusieron sobre lo que se modificó a mano</numerusform>
            </translation>
        </message>
        <message>
            <source>{paper}, saved as {name}</source>
            <translation>{paper}, guardado como {name}</translation>
        </message>
        <message numerus="yes">
            <source>%n papers in the folder {name}</source>
            <translation>
                <numerusform>%n documento en la carpeta {name}</numerusform>
                <numerusform>%n documentos en la carpeta {name}</numerusform>
            </translation>
        </message>
        <message>
            <source>Open the folder</source>
            <translation>Abrir la carpeta</translation>
        </message>
        <message>
            <source>What was edited is version {version} now; it stays when the minutes are generated again</source>
            <translation>Lo que se modificó es ahora la versión {version}; queda aunque el acta se genere de nuevo</translation>
        </message>
        <message>
            <source>Take back an edited file</source>
            <translation>Incorporar un archivo modificado</translation>
        </message>
        <message numerus="yes">
            <source>%n family names still stand in what was written down</source>
            <translation>
                <numerusform>%n apellido sigue en lo que se anotó</numerusform>
                <numerusform>%n apellidos siguen en lo que se anotó</numerusform>
            </translation>
        </message>
        <message>
            <source>edited by hand</source>
            <translation>modificada a mano</translation>
        </message>
        <message numerus="yes">
            <source>%n facts were put right after the closing; this draft has them</source>
            <translation>
                <numerusform>%n hecho se corrigió después del cierre; este borrador ya lo tiene</numerusform>
                <numerusform>%n hechos se corrigieron después del cierre; este borrador ya los tiene</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>What was edited by hand contradicts the record in %n places</source>
            <translation>
                <numerusform>Lo que se modificó a mano contradice el registro en %n lugar</numerusform>
                <numerusform>Lo que se modificó a mano contradice el registro en %n lugares</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>MinutesWords</name>
        <message>
            <source>Full minutes</source>
            <translation>Acta completa</translation>
        </message>
        <message>
            <source>Short minutes</source>
            <translation>Acta breve</translation>
        </message>
        <message>
            <source>Public version</source>
            <translation>Versión pública</translation>
        </message>
        <message>
            <source>Attendance annex</source>
            <translation>Anexo de asistencia</translation>
        </message>
        <message>
            <source>List of commitments</source>
            <translation>Lista de compromisos</translation>
        </message>
        <message>
            <source>Added: {text}</source>
            <translation>Se agregó: {text}</translation>
        </message>
        <message>
            <source>Taken out: {text}</source>
            <translation>Se quitó: {text}</translation>
        </message>
        <message>
            <source>Changed: {before} → {after}</source>
            <translation>Cambió: {before} → {after}</translation>
        </message>
        <message>
            <source>It says “{said}” where the record says “{record}”.</source>
            <translation>Dice «{said}» donde el registro dice «{record}».</translation>
        </message>
        <message>
            <source>It says {said} where the record says {record}.</source>
            <translation>Dice {said} donde el registro dice {record}.</translation>
        </message>
        <message>
            <source>It says “{said}”; in the record the name is “{record}”.</source>
            <translation>Dice «{said}»; en el registro el nombre es «{record}».</translation>
        </message>
        <message>
            <source>“{record}” was taken out, and is in the record of the sitting.</source>
            <translation>Se quitó a «{record}», que figura en el registro de la sesión.</translation>
        </message>
        <message>
            <source>It speaks of {said} people; the record counts {record}.</source>
            <translation>Habla de {said} personas; el registro cuenta {record}.</translation>
        </message>
    </context>
    <context>
        <name>Names</name>
        <message>
            <source>Data suppressed</source>
            <translation>Datos suprimidos</translation>
        </message>
    </context>
    <context>
        <name>Narrowing</name>
        <message>
            <source>Whom to show</source>
            <translation>A quiénes mostrar</translation>
        </message>
        <message>
            <source>All quarters</source>
            <translation>Todo barrio</translation>
        </message>
        <message>
            <source>Quarter</source>
            <translation>Barrio</translation>
        </message>
        <message>
            <source>All organisations</source>
            <translation>Toda organización</translation>
        </message>
        <message>
            <source>Organisation</source>
            <translation>Organización</translation>
        </message>
        <message>
            <source>Show everybody</source>
            <translation>Mostrar a todas</translation>
        </message>
    </context>
    <context>
        <name>NewOrganisation</name>
        <message>
            <source>«{name}» is not among the organisations. Is it one of these?</source>
            <translation>«{name}» no está entre las organizaciones. ¿Es alguna de estas?</translation>
        </message>
        <message>
            <source>«{name}» is not among the organisations.</source>
            <translation>«{name}» no está entre las organizaciones.</translation>
        </message>
        <message>
            <source>Write it down as a new one</source>
            <translation>Anotarla como nueva</translation>
        </message>
    </context>
    <context>
        <name>Newcomer</name>
        <message>
            <source>(no name)</source>
            <translation>(sin nombre)</translation>
        </message>
        <message>
            <source>On Zoom as «{name}». Check what is filled in.</source>
            <translation>En Zoom figura como «{name}». Revisá lo que ya está completo.</translation>
        </message>
        <message>
            <source>New person</source>
            <translation>Persona nueva</translation>
        </message>
        <message>
            <source>Write down and confirm</source>
            <translation>Anotar y confirmar</translation>
        </message>
        <message>
            <source>Not told</source>
            <translation>Sin dato</translation>
        </message>
        <message>
            <source>Given names</source>
            <translation>Nombres</translation>
        </message>
        <message>
            <source>Family name</source>
            <translation>Apellido</translation>
        </message>
        <message>
            <source>Document</source>
            <translation>Documento</translation>
        </message>
        <message>
            <source>Quarter</source>
            <translation>Barrio</translation>
        </message>
        <message>
            <source>Telephone</source>
            <translation>Teléfono</translation>
        </message>
        <message>
            <source>E-mail</source>
            <translation>Correo</translation>
        </message>
        <message>
            <source>from her registration</source>
            <translation>de su inscripción</translation>
        </message>
        <message>
            <source>from her name on Zoom</source>
            <translation>de su nombre en Zoom</translation>
        </message>
        <message>
            <source>from the call</source>
            <translation>de la videollamada</translation>
        </message>
        <message>
            <source>This cannot be empty.</source>
            <translation>No puede quedar vacío.</translation>
        </message>
    </context>
    <context>
        <name>NowWell</name>
        <message>
            <source>Time on this item</source>
            <translation>Tiempo en este punto</translation>
        </message>
        <message>
            <source>Planned time used</source>
            <translation>Tiempo previsto usado</translation>
        </message>
        <message>
            <source>Next  ·  F4</source>
            <translation>Siguiente  ·  F4</translation>
        </message>
        <message>
            <source>Presented by {name}</source>
            <translation>Presenta: {name}</translation>
        </message>
        <message>
            <source>of {minutes} min</source>
            <translation>de {minutes} min</translation>
        </message>
        <message>
            <source>+{time} over {minutes} min</source>
            <translation>+{time} sobre {minutes} min</translation>
        </message>
        <message>
            <source>Item {number} of {all}</source>
            <translation>PUNTO {number} DE {all}</translation>
        </message>
        <message>
            <source>End  ·  F4</source>
            <translation>Terminar  ·  F4</translation>
        </message>
        <message>
            <source>The agenda is empty</source>
            <translation>ORDEN DEL DÍA VACÍO</translation>
        </message>
        <message>
            <source>Write down the first item below</source>
            <translation>Anotá el primer punto acá abajo</translation>
        </message>
        <message>
            <source>Next</source>
            <translation>SIGUE</translation>
        </message>
        <message>
            <source>Begin  ·  F4</source>
            <translation>Empezar  ·  F4</translation>
        </message>
        <message>
            <source>The sitting is over</source>
            <translation>LA SESIÓN TERMINÓ</translation>
        </message>
        <message>
            <source>The sitting is not open yet</source>
            <translation>LA SESIÓN TODAVÍA NO ESTÁ ABIERTA</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>LISTO</translation>
        </message>
        <message>
            <source>All items have been dealt with</source>
            <translation>Ya se trataron todos los puntos</translation>
        </message>
    </context>
    <context>
        <name>OrganisationPanel</name>
        <message>
            <source>The organisation</source>
            <translation>La organización</translation>
        </message>
        <message>
            <source>No organisation is chosen</source>
            <translation>No elegiste ninguna organización</translation>
        </message>
        <message>
            <source>Choose one in the list to see how to reach it and who came for it.</source>
            <translation>Elegí una en la lista para ver cómo ubicarla y quiénes vinieron por ella.</translation>
        </message>
        <message numerus="yes">
            <source>%n sittings at which somebody came for it</source>
            <translation>
                <numerusform>VINIERON POR ELLA A %n SESIÓN</numerusform>
                <numerusform>VINIERON POR ELLA A %n SESIONES</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n people belong to it</source>
            <translation>
                <numerusform>%n PERSONA DEL PADRÓN</numerusform>
                <numerusform>%n PERSONAS DEL PADRÓN</numerusform>
            </translation>
        </message>
        <message>
            <source>Put right</source>
            <translation>Corregir</translation>
        </message>
        <message>
            <source>Take off the list</source>
            <translation>Quitar de la lista</translation>
        </message>
        <message>
            <source>Who came for it, and when</source>
            <translation>Quién vino por ella y cuándo</translation>
        </message>
        <message>
            <source>Who belongs to it</source>
            <translation>Quiénes son de ella</translation>
        </message>
        <message>
            <source>no data</source>
            <translation>sin dato</translation>
        </message>
    </context>
    <context>
        <name>Organisations</name>
        <message>
            <source>As the name tells</source>
            <translation>Según el nombre</translation>
        </message>
        <message>
            <source>No data</source>
            <translation>Sin dato</translation>
        </message>
        <message>
            <source>Vecinal</source>
            <translation>Vecinal</translation>
        </message>
        <message>
            <source>Club</source>
            <translation>Club</translation>
        </message>
        <message>
            <source>School</source>
            <translation>Escuela</translation>
        </message>
        <message>
            <source>Social organisation</source>
            <translation>Organización social</translation>
        </message>
        <message>
            <source>Health centre</source>
            <translation>Centro de salud</translation>
        </message>
        <message>
            <source>Shop</source>
            <translation>Comercio</translation>
        </message>
        <message>
            <source>Municipal department</source>
            <translation>Área municipal</translation>
        </message>
        <message>
            <source>Other</source>
            <translation>Otra</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Nombre</translation>
        </message>
        <message>
            <source>Kind</source>
            <translation>Tipo</translation>
        </message>
        <message>
            <source>Quarter</source>
            <translation>Barrio</translation>
        </message>
        <message>
            <source>Contact</source>
            <translation>Contacto</translation>
        </message>
        <message>
            <source>Telephone</source>
            <translation>Teléfono</translation>
        </message>
        <message>
            <source>E-mail</source>
            <translation>Correo</translation>
        </message>
        <message>
            <source>New</source>
            <translation>Nueva</translation>
        </message>
        <message>
            <source>The same</source>
            <translation>Igual</translation>
        </message>
        <message>
            <source>Changes</source>
            <translation>Cambios</translation>
        </message>
        <message>
            <source>Error</source>
            <translation>Error</translation>
        </message>
        <message>
            <source>{field}: from {before} to {after}</source>
            <translation>{field}: {before} → {after}</translation>
        </message>
        <message>
            <source>nothing</source>
            <translation>nada</translation>
        </message>
    </context>
    <context>
        <name>OrganisationsIntakePanel</name>
        <message>
            <source>{name}. Say what each column holds; what is left out is not taken in.</source>
            <translation>{name}. Decí qué trae cada columna; lo que queda afuera no se incorpora.</translation>
        </message>
        <message>
            <source>Take in organisations</source>
            <translation>Incorporar organizaciones</translation>
        </message>
        <message>
            <source>All lines</source>
            <translation>Todas las líneas</translation>
        </message>
        <message>
            <source>Columns left out: {columns}</source>
            <translation>Columnas que quedan afuera: {columns}</translation>
        </message>
        <message numerus="yes">
            <source>Take in %n organisations</source>
            <translation>
                <numerusform>Incorporar %n organización</numerusform>
                <numerusform>Incorporar %n organizaciones</numerusform>
            </translation>
        </message>
        <message>
            <source>{name}. Nothing is written yet.</source>
            <translation>{name}. Todavía no se anotó nada.</translation>
        </message>
        <message>
            <source>What would come of the list</source>
            <translation>Qué resultaría de la planilla</translation>
        </message>
        <message>
            <source>List taken in</source>
            <translation>Planilla incorporada</translation>
        </message>
        <message>
            <source>The list is taken in.</source>
            <translation>La planilla quedó incorporada.</translation>
        </message>
    </context>
    <context>
        <name>OrganisationsPage</name>
        <message>
            <source>Organisations</source>
            <translation>Organizaciones</translation>
        </message>
        <message numerus="yes">
            <source>%n organisations</source>
            <translation>
                <numerusform>%n organización</numerusform>
                <numerusform>%n organizaciones</numerusform>
            </translation>
        </message>
        <message>
            <source>FOUND: {number}</source>
            <translation>ENCONTRADAS: {number}</translation>
        </message>
        <message>
            <source>No organisation is called so</source>
            <translation>Ninguna organización se llama así</translation>
        </message>
        <message>
            <source>Try another word, or write it down.</source>
            <translation>Probá con otra palabra, o anotala.</translation>
        </message>
        <message>
            <source>There are no organisations yet</source>
            <translation>Todavía no hay organizaciones</translation>
        </message>
        <message>
            <source>Take in the list of the office, or write one down.</source>
            <translation>Incorporá la planilla de la oficina, o anotá una.</translation>
        </message>
        <message>
            <source>Put the organisation right</source>
            <translation>Corregir la organización</translation>
        </message>
        <message>
            <source>New organisation</source>
            <translation>Anotar organización</translation>
        </message>
        <message>
            <source>Keep</source>
            <translation>Guardar</translation>
        </message>
        <message>
            <source>Write down</source>
            <translation>Anotar</translation>
        </message>
        <message>
            <source>{name} will not be offered any more. Who spoke for it stays in the minutes.</source>
            <translation>{name} ya no se va a ofrecer. Quién habló por ella queda en las actas.</translation>
        </message>
        <message>
            <source>Take it off the list?</source>
            <translation>¿Quitarla de la lista?</translation>
        </message>
        <message>
            <source>Take it off</source>
            <translation>Quitarla</translation>
        </message>
        <message>
            <source>Spreadsheets (*.csv *.txt *.tsv *.xlsx *.xlsm *.ods *.xls)</source>
            <translation>Planillas (*.csv *.txt *.tsv *.xlsx *.xlsm *.ods *.xls)</translation>
        </message>
        <message>
            <source>Take in organisations</source>
            <translation>Incorporar organizaciones</translation>
        </message>
        <message>
            <source>Take in a list</source>
            <translation>Incorporar una planilla</translation>
        </message>
        <message>
            <source>Name, quarter or contact</source>
            <translation>Nombre, barrio o contacto</translation>
        </message>
        <message>
            <source>All kinds</source>
            <translation>Todos los tipos</translation>
        </message>
        <message>
            <source>Kind</source>
            <translation>Tipo</translation>
        </message>
        <message>
            <source>NAME</source>
            <translation>NOMBRE</translation>
        </message>
        <message>
            <source>KIND</source>
            <translation>TIPO</translation>
        </message>
        <message>
            <source>QUARTER</source>
            <translation>BARRIO</translation>
        </message>
        <message>
            <source>PEOPLE</source>
            <translation>PERSONAS</translation>
        </message>
    </context>
    <context>
        <name>Origins</name>
        <message>
            <source>Other quarters or districts</source>
            <translation>Otros barrios o distritos</translation>
        </message>
        <message>
            <source>Quarter not known</source>
            <translation>Sin dato de barrio</translation>
        </message>
        <message>
            <source>People by the quarter they live in</source>
            <translation>Personas según el barrio en que viven</translation>
        </message>
        <message>
            <source>People per 1,000 inhabitants, by quarter</source>
            <translation>Personas cada 1.000 habitantes, por barrio</translation>
        </message>
        <message>
            <source>More or fewer people than in the period before, by quarter</source>
            <translation>Más o menos personas que en el período anterior, por barrio</translation>
        </message>
        <message>
            <source>People by the district they live in</source>
            <translation>Personas según el distrito en que viven</translation>
        </message>
        <message>
            <source>People per 1,000 inhabitants, by district</source>
            <translation>Personas cada 1.000 habitantes, por distrito</translation>
        </message>
        <message>
            <source>More or fewer people than in the period before, by district</source>
            <translation>Más o menos personas que en el período anterior, por distrito</translation>
        </message>
        <message>
            <source>{number} fewer or less</source>
            <translation>{number} menos, o más aún</translation>
        </message>
        <message>
            <source>fewer</source>
            <translation>menos</translation>
        </message>
        <message>
            <source>the same</source>
            <translation>igual</translation>
        </message>
        <message>
            <source>more</source>
            <translation>más</translation>
        </message>
        <message>
            <source>{number} more or above</source>
            <translation>{number} más, o más aún</translation>
        </message>
        <message>
            <source>few people: not told</source>
            <translation>pocas personas: no se muestra</translation>
        </message>
        <message>
            <source>no data</source>
            <translation>sin dato</translation>
        </message>
        <message>
            <source>Not on the list of quarters</source>
            <translation>No está en la lista de barrios</translation>
        </message>
        <message>
            <source>People: {number}</source>
            <translation>Personas: {number}</translation>
        </message>
        <message>
            <source>Per 1,000 inhabitants: {rate} (of {inhabitants})</source>
            <translation>Cada 1.000 habitantes: {rate} (de {inhabitants})</translation>
        </message>
        <message>
            <source>Inhabitants: no data</source>
            <translation>Habitantes: sin dato</translation>
        </message>
        <message>
            <source>Period before: {number}</source>
            <translation>Período anterior: {number}</translation>
        </message>
        <message>
            <source>{people} different people, each once, where they live; nobody's address is drawn.</source>
            <translation>Personas distintas: {people}, contadas una sola vez donde viven; ningún domicilio se dibuja.</translation>
        </message>
        <message>
            <source>Not on the map: {some}.</source>
            <translation>Fuera del mapa: {some}.</translation>
        </message>
        <message>
            <source>Where the number of inhabitants is not known there is no rate.</source>
            <translation>Donde no se sabe cuántos habitantes hay, no hay tasa.</translation>
        </message>
        <message>
            <source>“&lt;5”: between 1 and 4 people, or kept with them so that nobody is found out.</source>
            <translation>«&lt;5»: entre 1 y 4 personas, o reservado junto con ellas para que nadie pueda ser reconocido.</translation>
        </message>
        <message>
            <source>A scheme: where the districts are to each other, not their borders.</source>
            <translation>Esquema: cómo se ubican los distritos entre sí, no sus límites.</translation>
        </message>
        <message>
            <source>{some} and {count} places more</source>
            <translation>{some} y {count} lugares más</translation>
        </message>
    </context>
    <context>
        <name>OriginsPanel</name>
        <message>
            <source>Where people come from</source>
            <translation>De dónde viene la gente</translation>
        </message>
        <message>
            <source>Map: where people come from</source>
            <translation>Mapa: de dónde viene la gente</translation>
        </message>
        <message>
            <source>Load the city's map in Preferences</source>
            <translation>Cargá el mapa de la ciudad en Preferencias</translation>
        </message>
        <message>
            <source>Sittings of the period to which somebody from there came: {count}.</source>
            <translation>Sesiones del período a las que vino alguien de ahí: {count}.</translation>
        </message>
        <message>
            <source>Saved: {path}</source>
            <translation>Guardado: {path}</translation>
        </message>
        <message>
            <source>Save the table</source>
            <translation>Guardar la tabla</translation>
        </message>
        <message>
            <source>Save the map</source>
            <translation>Guardar el mapa</translation>
        </message>
        <message>
            <source>where-people-come-from</source>
            <translation>de-donde-viene-la-gente</translation>
        </message>
        <message>
            <source>Quarters</source>
            <translation>Barrios</translation>
        </message>
        <message>
            <source>Districts</source>
            <translation>Distritos</translation>
        </message>
        <message>
            <source>Map of</source>
            <translation>Mapa de</translation>
        </message>
        <message>
            <source>People</source>
            <translation>Personas</translation>
        </message>
        <message>
            <source>Per 1,000 inhabitants</source>
            <translation>Cada 1.000 habitantes</translation>
        </message>
        <message>
            <source>Change</source>
            <translation>Cambio</translation>
        </message>
        <message>
            <source>What the colours mean</source>
            <translation>Qué dicen los colores</translation>
        </message>
        <message>
            <source>Map</source>
            <translation>Mapa</translation>
        </message>
        <message>
            <source>Table</source>
            <translation>Tabla</translation>
        </message>
        <message>
            <source>Show as</source>
            <translation>Mostrar como</translation>
        </message>
        <message>
            <source>Save the map as a picture (PNG)</source>
            <translation>Guardar el mapa como imagen (PNG)</translation>
        </message>
        <message>
            <source>Save the map as a drawing (SVG)</source>
            <translation>Guardar el mapa como dibujo (SVG)</translation>
        </message>
        <message>
            <source>Save the numbers as a table (CSV)</source>
            <translation>Guardar los números como tabla (CSV)</translation>
        </message>
        <message>
            <source>Copy the map and its numbers</source>
            <translation>Copiar el mapa y sus números</translation>
        </message>
        <message>
            <source>Place</source>
            <translation>Lugar</translation>
        </message>
        <message>
            <source>Inhabitants</source>
            <translation>Habitantes</translation>
        </message>
        <message>
            <source>Period before</source>
            <translation>Período anterior</translation>
        </message>
        <message>
            <source>Arrows or the mouse go from place to place; Enter shows the sittings behind one.</source>
            <translation>Con las flechas o el mouse se va de un lugar a otro; Enter muestra las sesiones que hay detrás.</translation>
        </message>
        <message>
            <source>Copied: the map as a picture, its numbers as a table.</source>
            <translation>Copiado: el mapa como imagen, sus números como tabla.</translation>
        </message>
        <message>
            <source>So few people came from {place} that their sittings are not told.</source>
            <translation>De {place} vino tan poca gente que sus sesiones no se muestran.</translation>
        </message>
        <message>
            <source>Nobody from {place} came in this period.</source>
            <translation>Nadie de {place} vino en este período.</translation>
        </message>
        <message>
            <source>There is no period before to compare with</source>
            <translation>No hay un período anterior con que comparar</translation>
        </message>
        <message>
            <source>How many people live in each place is taken in on the page of preferences</source>
            <translation>Falta cuánta gente vive en cada lugar: se carga en Preferencias</translation>
        </message>
    </context>
    <context>
        <name>OutreachPage</name>
        <message>
            <source>Invitations</source>
            <translation>Convocatoria</translation>
        </message>
        <message>
            <source>Take in a list</source>
            <translation>Incorporar una lista</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Deshacer</translation>
        </message>
        <message>
            <source>Sitting</source>
            <translation>Sesión</translation>
        </message>
        <message>
            <source>By what</source>
            <translation>Por qué medio</translation>
        </message>
        <message>
            <source>{people} people told by name, {came} of them came</source>
            <translation>Avisos con nombre: {people}; vinieron {came}</translation>
        </message>
        <message>
            <source>New {written}, changed {changed}, the same {same}</source>
            <translation>Nuevas: {written}, cambiadas: {changed}, iguales: {same}</translation>
        </message>
        <message>
            <source>Spreadsheets (*.csv *.txt *.tsv *.xlsx *.xlsm *.ods *.xls)</source>
            <translation>Planillas (*.csv *.txt *.tsv *.xlsx *.xlsm *.ods *.xls)</translation>
        </message>
        <message>
            <source>Name or document of whoever was told</source>
            <translation>Nombre o documento de quien fue avisado</translation>
        </message>
        <message>
            <source>NAME</source>
            <translation>NOMBRE</translation>
        </message>
        <message>
            <source>QUARTER</source>
            <translation>BARRIO</translation>
        </message>
        <message>
            <source>Whom the letters mean</source>
            <translation>Quiénes coinciden con lo escrito</translation>
        </message>
        <message>
            <source>Name of a group</source>
            <translation>Nombre de un grupo</translation>
        </message>
        <message>
            <source>people</source>
            <translation>personas</translation>
        </message>
        <message>
            <source>How many?</source>
            <translation>¿Cuántas?</translation>
        </message>
        <message>
            <source>How many people the group has</source>
            <translation>Cuántas personas tiene el grupo</translation>
        </message>
        <message>
            <source>Write down</source>
            <translation>Anotar</translation>
        </message>
        <message>
            <source>Several people are called so: choose with the arrows and Enter.</source>
            <translation>Hay varias personas con ese nombre: elegí con las flechas y Enter.</translation>
        </message>
        <message>
            <source>Who was told</source>
            <translation>A quién se avisó</translation>
        </message>
        <message>
            <source>A whole group</source>
            <translation>Un grupo entero</translation>
        </message>
        <message>
            <source>WHO</source>
            <translation>QUIÉN</translation>
        </message>
        <message>
            <source>BY</source>
            <translation>MEDIO</translation>
        </message>
        <message>
            <source>SAID</source>
            <translation>RESPUESTA</translation>
        </message>
        <message>
            <source>CAME</source>
            <translation>VINO</translation>
        </message>
        <message>
            <source>Nobody has been written down yet</source>
            <translation>Todavía no se anotó a nadie</translation>
        </message>
        <message>
            <source>Choose by what people were told, type a name and press Enter; or take in the list.</source>
            <translation>Elegí el medio, escribí un nombre y presioná Enter; o incorporá la lista.</translation>
        </message>
        <message>
            <source>In the list, or behind a name: {keys}  Del takes out, Ctrl+Z brings back</source>
            <translation>En la lista, o detrás de un nombre: {keys}  Supr la quita, Ctrl+Z la devuelve</translation>
        </message>
        <message>
            <source>called off</source>
            <translation>suspendida</translation>
        </message>
        <message numerus="yes">
            <source>%n people</source>
            <translation>
                <numerusform>%n persona</numerusform>
                <numerusform>%n personas</numerusform>
            </translation>
        </message>
        <message>
            <source>came</source>
            <translation>vino</translation>
        </message>
        <message>
            <source>not yet</source>
            <translation>todavía no</translation>
        </message>
        <message>
            <source>Nobody on the roll is called so.</source>
            <translation>No hay nadie con ese nombre en el padrón.</translation>
        </message>
        <message>
            <source>{people} by name, {came} came</source>
            <translation>con nombre {people}, vinieron {came}</translation>
        </message>
        <message>
            <source>{groups} with {reached} people</source>
            <translation>{groups}, con {reached} personas</translation>
        </message>
        <message numerus="yes">
            <source>%n groups</source>
            <translation>
                <numerusform>%n grupo</numerusform>
                <numerusform>%n grupos</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>PairPanel</name>
        <message>
            <source>Both cards</source>
            <translation>Las dos fichas</translation>
        </message>
        <message>
            <source>Something speaks against it: look at the cards of both before you join them.</source>
            <translation>Hay algo que no coincide: mirá el DNI de las dos personas antes de unirlas.</translation>
        </message>
        <message>
            <source>This card stays</source>
            <translation>Queda esta ficha</translation>
        </message>
        <message>
            <source>Joins the other</source>
            <translation>Se une a la otra</translation>
        </message>
        <message>
            <source>(not on this laptop)</source>
            <translation>(no está en este puesto)</translation>
        </message>
        <message>
            <source>They are two people: take it back</source>
            <translation>Son dos personas: deshacer</translation>
        </message>
        <message>
            <source>Ask again</source>
            <translation>Volver a preguntar</translation>
        </message>
        <message>
            <source>the same</source>
            <translation>igual</translation>
        </message>
        <message>
            <source>differs</source>
            <translation>distinto</translation>
        </message>
        <message>
            <source>only the left one says it</source>
            <translation>solo lo dice la de la izquierda</translation>
        </message>
        <message>
            <source>only the right one says it</source>
            <translation>solo lo dice la de la derecha</translation>
        </message>
        <message>
            <source>The same person</source>
            <translation>Es la misma persona</translation>
        </message>
        <message>
            <source>Key M</source>
            <translation>Tecla M</translation>
        </message>
        <message>
            <source>Let the other card stay</source>
            <translation>Que quede la otra ficha</translation>
        </message>
        <message>
            <source>Key X</source>
            <translation>Tecla X</translation>
        </message>
        <message>
            <source>Two people</source>
            <translation>Son dos personas</translation>
        </message>
        <message>
            <source>Key D</source>
            <translation>Tecla D</translation>
        </message>
        <message>
            <source>Later</source>
            <translation>Más tarde</translation>
        </message>
        <message>
            <source>Key S</source>
            <translation>Tecla S</translation>
        </message>
        <message>
            <source>Delete key</source>
            <translation>Tecla Supr</translation>
        </message>
    </context>
    <context>
        <name>PassphraseSheet</name>
        <message>
            <source>Change the passphrase</source>
            <translation>Cambiar la contraseña</translation>
        </message>
        <message>
            <source>It opens the record from now on. Backups made before go on opening with the old one: keep it with them, or make a new backup afterwards.</source>
            <translation>Desde ahora el registro se abre con la nueva. Los respaldos anteriores se siguen abriendo con la de antes: guardala con ellos, o hacé un respaldo nuevo después.</translation>
        </message>
        <message>
            <source>Change it</source>
            <translation>Cambiarla</translation>
        </message>
        <message>
            <source>Passphrase of now, or recovery code</source>
            <translation>Contraseña de ahora, o código de recuperación</translation>
        </message>
        <message numerus="yes">
            <source>%n characters or more. A sentence is easier to remember than a word.</source>
            <translation>
                <numerusform>%n carácter o más. Una frase se recuerda mejor que una palabra.</numerusform>
                <numerusform>%n caracteres o más. Una frase se recuerda mejor que una palabra.</numerusform>
            </translation>
        </message>
        <message>
            <source>New passphrase</source>
            <translation>Contraseña nueva</translation>
        </message>
        <message>
            <source>The new one again</source>
            <translation>La nueva otra vez</translation>
        </message>
        <message>
            <source>Type the one of now.</source>
            <translation>Escribí la de ahora.</translation>
        </message>
        <message numerus="yes">
            <source>Use at least %n characters.</source>
            <translation>
                <numerusform>Usá al menos %n carácter.</numerusform>
                <numerusform>Usá al menos %n caracteres.</numerusform>
            </translation>
        </message>
        <message>
            <source>It is not the same as above.</source>
            <translation>No es igual a la de arriba.</translation>
        </message>
    </context>
    <context>
        <name>Pedidos</name>
        <message>
            <source>Requests</source>
            <translation>Pedidos</translation>
        </message>
        <message>
            <source>Commitments</source>
            <translation>Compromisos</translation>
        </message>
        <message>
            <source>Requests and commitments</source>
            <translation>Pedidos y compromisos</translation>
        </message>
    </context>
    <context>
        <name>PersonCard</name>
        <message>
            <source>The person</source>
            <translation>La persona</translation>
        </message>
        <message>
            <source>Nobody is chosen</source>
            <translation>No elegiste a nadie</translation>
        </message>
        <message>
            <source>Choose somebody in the list to see what is known and where she has been.</source>
            <translation>Elegí a alguien de la lista para ver sus datos y en qué sesiones estuvo.</translation>
        </message>
        <message>
            <source>consent given</source>
            <translation>consintió</translation>
        </message>
        <message>
            <source>consent missing</source>
            <translation>falta consentimiento</translation>
        </message>
        <message numerus="yes">
            <source>minor, %n years old</source>
            <translation>
                <numerusform>menor, %n año</numerusform>
                <numerusform>menor, %n años</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n rows, one person</source>
            <translation>
                <numerusform>%n anotación, una persona</numerusform>
                <numerusform>%n anotaciones, una persona</numerusform>
            </translation>
        </message>
        <message>
            <source>Data</source>
            <translation>Datos</translation>
        </message>
        <message>
            <source>Taking part</source>
            <translation>Participación</translation>
        </message>
        <message>
            <source>Changes</source>
            <translation>Cambios</translation>
        </message>
        <message>
            <source>What to see of her</source>
            <translation>Qué ver de la persona</translation>
        </message>
        <message>
            <source>Takes it back</source>
            <translation>Lo retira</translation>
        </message>
        <message>
            <source>She takes her consent back</source>
            <translation>Retira su consentimiento</translation>
        </message>
        <message>
            <source>Her file</source>
            <translation>Su legajo</translation>
        </message>
        <message>
            <source>All that is kept of her, to be handed to her</source>
            <translation>Todo lo que se guarda de la persona, para entregárselo</translation>
        </message>
        <message>
            <source>Sheet to sign</source>
            <translation>Hoja para firmar</translation>
        </message>
        <message>
            <source>Her consent on paper, as PDF or Word</source>
            <translation>Su consentimiento en papel, en PDF o Word</translation>
        </message>
        <message>
            <source>Erase</source>
            <translation>Suprimir</translation>
        </message>
        <message>
            <source>At her demand</source>
            <translation>A su pedido</translation>
        </message>
        <message>
            <source>Put right</source>
            <translation>Corregir</translation>
        </message>
        <message>
            <source>Note her consent</source>
            <translation>Anotar consentimiento</translation>
        </message>
    </context>
    <context>
        <name>PersonSheet</name>
        <message>
            <source>Somebody new</source>
            <translation>Anotar persona</translation>
        </message>
        <message>
            <source>Put the data right</source>
            <translation>Corregir los datos</translation>
        </message>
        <message>
            <source>Only the names are needed; everything else she may tell another day.</source>
            <translation>Solo hacen falta el nombre y el apellido; lo demás puede decirse otro día.</translation>
        </message>
        <message>
            <source>Write down</source>
            <translation>Anotar</translation>
        </message>
        <message>
            <source>Keep</source>
            <translation>Guardar</translation>
        </message>
        <message>
            <source>Family name</source>
            <translation>Apellido</translation>
        </message>
        <message>
            <source>Given names</source>
            <translation>Nombres</translation>
        </message>
        <message>
            <source>Name she is called by</source>
            <translation>Nombre elegido</translation>
        </message>
        <message>
            <source>Document</source>
            <translation>Documento</translation>
        </message>
        <message>
            <source>Birth date</source>
            <translation>Fecha de nacimiento</translation>
        </message>
        <message>
            <source>day/month/year</source>
            <translation>día/mes/año</translation>
        </message>
        <message>
            <source>Gender</source>
            <translation>Género</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>Notas</translation>
        </message>
        <message>
            <source>No data</source>
            <translation>Sin dato</translation>
        </message>
        <message>
            <source>Telephone</source>
            <translation>Teléfono</translation>
        </message>
        <message>
            <source>E-mail</source>
            <translation>Correo</translation>
        </message>
        <message>
            <source>Street</source>
            <translation>Calle</translation>
        </message>
        <message>
            <source>Number</source>
            <translation>Altura</translation>
        </message>
        <message>
            <source>Quarter</source>
            <translation>Barrio</translation>
        </message>
        <message>
            <source>Organisation</source>
            <translation>Organización</translation>
        </message>
        <message>
            <source>Role in it</source>
            <translation>Función</translation>
        </message>
    </context>
    <context>
        <name>Places</name>
        <message>
            <source>{kind}, {areas} areas, in {coordinates}.</source>
            <translation>{kind}, {areas} áreas, en {coordinates}.</translation>
        </message>
        <message>
            <source>Names from the field {field}: {some}…</source>
            <translation>Nombres del campo {field}: {some}…</translation>
        </message>
        <message>
            <source>Inhabitants from the field {field}.</source>
            <translation>Habitantes del campo {field}.</translation>
        </message>
        <message>
            <source>Its middle is at {place}.</source>
            <translation>Su centro está en {place}.</translation>
        </message>
        <message>
            <source>Pieces joined to another one of the same name: {count}.</source>
            <translation>Partes unidas a otra del mismo nombre: {count}.</translation>
        </message>
        <message>
            <source>Left out because they have no name: {count}.</source>
            <translation>Quedaron afuera por no tener nombre: {count}.</translation>
        </message>
        <message>
            <source>Left out because they are no area: {count}.</source>
            <translation>Quedaron afuera por no ser un área: {count}.</translation>
        </message>
        <message>
            <source>This map lies {km} kilometres away from this city.</source>
            <translation>Este mapa está a {km} kilómetros de esta ciudad.</translation>
        </message>
        <message>
            <source>Only {known} of its {areas} names are quarters of ours.</source>
            <translation>De sus {areas} nombres, los que son barrios nuestros: {known}.</translation>
        </message>
        <message>
            <source>It may be of another city. Quarters of ours that it lacks would no more be drawn.</source>
            <translation>Puede ser de otra ciudad. Los barrios nuestros que no tenga dejarían de estar dibujados.</translation>
        </message>
        <message>
            <source>E</source>
            <translation>E</translation>
        </message>
        <message>
            <source>W</source>
            <translation>O</translation>
        </message>
        <message>
            <source>N</source>
            <translation>N</translation>
        </message>
        <message>
            <source>S</source>
            <translation>S</translation>
        </message>
    </context>
    <context>
        <name>Planilla</name>
        <message>
            <source>Where to save the sign-in sheet</source>
            <translation>Dónde guardar la planilla de asistencia</translation>
        </message>
        <message>
            <source>PDF to print (*.pdf);;Word document (*.docx)</source>
            <translation>PDF para imprimir (*.pdf);;Documento de Word (*.docx)</translation>
        </message>
        <message>
            <source>The sheet is at {path}, with {people} expected people.</source>
            <translation>La planilla está en {path}. Personas esperadas: {people}.</translation>
        </message>
        <message>
            <source>Open the sitting?</source>
            <translation>¿Abrir la sesión?</translation>
        </message>
        <message>
            <source>Signatures are keyed in while it is open. Close it when you have finished.</source>
            <translation>Las firmas se cargan con la sesión abierta. Cerrala cuando termines.</translation>
        </message>
        <message>
            <source>Open and key in</source>
            <translation>Abrir y cargar</translation>
        </message>
    </context>
    <context>
        <name>PreferencesView</name>
        <message>
            <source>Desk</source>
            <translation>Puesto</translation>
        </message>
        <message>
            <source>City</source>
            <translation>Ciudad</translation>
        </message>
        <message>
            <source>Time zone</source>
            <translation>Huso horario</translation>
        </message>
        <message>
            <source>Preferences</source>
            <translation>Preferencias</translation>
        </message>
        <message>
            <source>Every choice is kept at once, on this laptop alone.</source>
            <translation>Cada elección se guarda al instante, solo en esta computadora.</translation>
        </message>
        <message>
            <source>The language changes the next time Cabildo is opened.</source>
            <translation>El idioma cambia la próxima vez que abras Cabildo.</translation>
        </message>
        <message>
            <source>This backup cannot be used: {why}</source>
            <translation>Este respaldo no sirve: {why}</translation>
        </message>
        <message>
            <source>The passphrase is changed. Backups made before go on opening with the old one.</source>
            <translation>Se cambió la contraseña. Los respaldos anteriores se siguen abriendo con la de antes.</translation>
        </message>
        <message>
            <source>Where every backup goes as well</source>
            <translation>Dónde más se guarda cada respaldo</translation>
        </message>
        <message>
            <source>The backup of {time} goes for good. That makes sense after somebody asked to be erased: backups made before still hold her.</source>
            <translation>El respaldo de {time} se borra para siempre. Tiene sentido cuando una persona pidió que se supriman sus datos: los respaldos anteriores todavía los tienen.</translation>
        </message>
        <message>
            <source>Delete this backup?</source>
            <translation>¿Borrar este respaldo?</translation>
        </message>
        <message>
            <source>Delete it</source>
            <translation>Borrarlo</translation>
        </message>
        <message>
            <source>How it looks</source>
            <translation>Cómo se ve</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>Claro</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>Oscuro</translation>
        </message>
        <message>
            <source>Light or dark</source>
            <translation>Claro u oscuro</translation>
        </message>
        <message>
            <source>Size of the text</source>
            <translation>Tamaño del texto</translation>
        </message>
        <message>
            <source>Language of the screens</source>
            <translation>Idioma de las pantallas</translation>
        </message>
        <message>
            <source>For tired eyes, or a screen seen from afar.</source>
            <translation>Para ojos cansados o una pantalla que se mira de lejos.</translation>
        </message>
        <message>
            <source>The minutes keep the city's language.</source>
            <translation>Las actas conservan el idioma de la ciudad.</translation>
        </message>
        <message>
            <source>Privacy</source>
            <translation>Privacidad</translation>
        </message>
        <message>
            <source>At the door, initials alone of those who arrived</source>
            <translation>En la puerta, solo iniciales de quienes llegaron</translation>
        </message>
        <message>
            <source>Passphrase</source>
            <translation>Contraseña</translation>
        </message>
        <message>
            <source>Everything on this laptop is encrypted. It opens with the passphrase or with the recovery code on paper; without either of the two, nobody can open it, not even us.</source>
            <translation>Todo lo que hay en esta computadora está cifrado. Se abre con la contraseña o con el código de recuperación en papel; si faltan los dos no lo abre nadie, ni siquiera nosotros.</translation>
        </message>
        <message>
            <source>Change the passphrase…</source>
            <translation>Cambiar la contraseña…</translation>
        </message>
        <message>
            <source>New recovery code…</source>
            <translation>Código de recuperación nuevo…</translation>
        </message>
        <message>
            <source>Show names only once somebody types</source>
            <translation>Mostrar nombres recién cuando alguien escribe</translation>
        </message>
        <message>
            <source>Whoever stands before the screen does not read who else comes to the council.</source>
            <translation>Quien está frente a la pantalla no lee quién más viene al consejo.</translation>
        </message>
        <message>
            <source>Never</source>
            <translation>Nunca</translation>
        </message>
        <message>
            <source>Lock the screen after so many minutes</source>
            <translation>Bloquear la pantalla después de tantos minutos</translation>
        </message>
        <message>
            <source>Minutes without a key, the mouse or a card. The passphrase opens it again.</source>
            <translation>Minutos sin tocar el teclado ni el mouse ni leer un documento. Se abre con la contraseña.</translation>
        </message>
        <message>
            <source>Lock the screen</source>
            <translation>Bloquear la pantalla</translation>
        </message>
        <message>
            <source>Lock now (Ctrl+L)</source>
            <translation>Bloquear ahora (Ctrl+L)</translation>
        </message>
        <message>
            <source>This desk</source>
            <translation>Este puesto</translation>
        </message>
        <message>
            <source>Who works here</source>
            <translation>Quién trabaja acá</translation>
        </message>
        <message>
            <source>Name and surname</source>
            <translation>Nombre y apellido</translation>
        </message>
        <message>
            <source>The journal signs with this name from the next start on.</source>
            <translation>Los asientos llevan este nombre desde el próximo inicio.</translation>
        </message>
        <message>
            <source>Folder of the record</source>
            <translation>Carpeta del registro</translation>
        </message>
    </context>
    <context>
        <name>Preview</name>
        <message>
            <source>What the camera sees</source>
            <translation>Lo que ve la cámara</translation>
        </message>
    </context>
    <context>
        <name>PreviewSheet</name>
        <message>
            <source>Tick those that are of this sitting.</source>
            <translation>Marcá los que sí son de esta sesión.</translation>
        </message>
        <message>
            <source>Take in</source>
            <translation>Incorporar</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Cerrar</translation>
        </message>
        <message>
            <source>For «{title}», {day}.</source>
            <translation>Para «{title}», {day}.</translation>
        </message>
        <message>
            <source>What Zoom tells</source>
            <translation>Lo que trae Zoom</translation>
        </message>
        <message>
            <source>Take it in all the same</source>
            <translation>Incorporarlo igual</translation>
        </message>
        <message>
            <source>Is this the map of the city?</source>
            <translation>¿Es este el mapa de la ciudad?</translation>
        </message>
        <message>
            <source>Load it</source>
            <translation>Cargarlo</translation>
        </message>
        <message>
            <source>Load it all the same</source>
            <translation>Cargarlo igual</translation>
        </message>
        <message>
            <source>The map that was found</source>
            <translation>El mapa que se encontró</translation>
        </message>
        <message>
            <source>areas of the map</source>
            <translation>áreas del mapa</translation>
        </message>
        <message>
            <source>(none)</source>
            <translation>(ninguno)</translation>
        </message>
        <message>
            <source>Field with the names</source>
            <translation>Campo con los nombres</translation>
        </message>
        <message>
            <source>Field with inhabitants</source>
            <translation>Campo con los habitantes</translation>
        </message>
        <message>
            <source>{known} of {areas} are quarters of ours by their name; the rest you decide afterwards.</source>
            <translation>{known} de {areas} son barrios nuestros por su nombre; el resto se decide después.</translation>
        </message>
        <message>
            <source>This is what will be published</source>
            <translation>Esto es lo que se va a publicar</translation>
        </message>
        <message>
            <source>Choose the folder…</source>
            <translation>Elegir la carpeta…</translation>
        </message>
        <message>
            <source>Left out, so that nobody can be recognised:</source>
            <translation>No se publica, para que nadie pueda ser reconocido:</translation>
        </message>
        <message>
            <source>Nothing has to be left out: no number is of fewer than five people.</source>
            <translation>Se publica todo: ninguna cifra es de menos de cinco personas.</translation>
        </message>
        <message>
            <source>{place}, {since} to {until}. Sittings: {sittings}. People: {people}. Figures: {figures}, also by month ({months}) and by district ({districts}).</source>
            <translation>{place}, {since} a {until}. Sesiones: {sittings}. Personas: {people}. Cifras: {figures}, también por mes ({months}) y por distrito ({districts}).</translation>
        </message>
        <message>
            <source>fewer than five</source>
            <translation>menos de cinco</translation>
        </message>
        <message>
            <source>few people</source>
            <translation>son pocas personas</translation>
        </message>
        <message>
            <source>it could be worked out from what was published before</source>
            <translation>se deduciría con lo que ya se publicó</translation>
        </message>
        <message>
            <source>Of what</source>
            <translation>De qué</translation>
        </message>
        <message>
            <source>Left out</source>
            <translation>No se publica</translation>
        </message>
        <message>
            <source>Why</source>
            <translation>Por qué</translation>
        </message>
        <message>
            <source>The table by month</source>
            <translation>La tabla por mes</translation>
        </message>
        <message>
            <source>The table by district</source>
            <translation>La tabla por distrito</translation>
        </message>
        <message>
            <source>The list of sittings</source>
            <translation>La lista de sesiones</translation>
        </message>
        <message>
            <source>what it is made up of</source>
            <translation>su detalle</translation>
        </message>
        <message>
            <source>all</source>
            <translation>todo</translation>
        </message>
        <message>
            <source>{some} of {all}</source>
            <translation>{some} de {all}</translation>
        </message>
        <message>
            <source>It knows nothing of what other laptops published: let the city publish from one alone.</source>
            <translation>De lo que publicaron otras computadoras no sabe nada: conviene que la ciudad publique siempre desde la misma.</translation>
        </message>
        <message>
            <source>This laptop has published nothing before.</source>
            <translation>Esta computadora todavía no publicó nada.</translation>
        </message>
        <message>
            <source>Publications of this laptop: {count}, the last one on {day}; this one is held against them.</source>
            <translation>Publicaciones de esta computadora: {count}, la última el {day}; esta se compara con ellas.</translation>
        </message>
    </context>
    <context>
        <name>Programa</name>
        <message>
            <source>Surveys</source>
            <translation>Encuestas</translation>
        </message>
        <message>
            <source>Parts of the programme</source>
            <translation>Partes del programa</translation>
        </message>
        <message>
            <source>Programme</source>
            <translation>Programa</translation>
        </message>
        <message>
            <source>Good practices</source>
            <translation>Buenas prácticas</translation>
        </message>
        <message>
            <source>Invitations</source>
            <translation>Convocatoria</translation>
        </message>
    </context>
    <context>
        <name>ProjectorWindow</name>
        <message>
            <source>Cabildo: projector</source>
            <translation>Cabildo: proyector</translation>
        </message>
        <message>
            <source>Code to join or register</source>
            <translation>Código para sumarse o inscribirse</translation>
        </message>
        <message>
            <source>Fill the screen, or a window again</source>
            <translation>Pantalla completa, o ventana</translation>
        </message>
        <message>
            <source>To the next screen</source>
            <translation>Pasar a la otra pantalla</translation>
        </message>
        <message>
            <source>Close the projector</source>
            <translation>Cerrar el proyector</translation>
        </message>
    </context>
    <context>
        <name>PublishButton</name>
        <message>
            <source>Open data…</source>
            <translation>Datos abiertos…</translation>
        </message>
        <message>
            <source>What can be published, as files for anybody: without small counts</source>
            <translation>Lo que se puede publicar, en archivos para cualquiera: sin cantidades chicas</translation>
        </message>
        <message>
            <source>First day</source>
            <translation>Primer día</translation>
        </message>
        <message>
            <source>Last day</source>
            <translation>Último día</translation>
        </message>
        <message>
            <source>The whole city</source>
            <translation>Toda la ciudad</translation>
        </message>
        <message>
            <source>District</source>
            <translation>Distrito</translation>
        </message>
        <message>
            <source>Tables, their dictionary and a page for any browser. You see what it says before writing.</source>
            <translation>Tablas, su diccionario y una página para cualquier navegador. Antes de escribir nada se ve qué dicen.</translation>
        </message>
        <message>
            <source>Open data</source>
            <translation>Datos abiertos</translation>
        </message>
        <message>
            <source>See what it says</source>
            <translation>Ver qué dicen</translation>
        </message>
        <message>
            <source>In which folder?</source>
            <translation>¿En qué carpeta?</translation>
        </message>
        <message>
            <source>Counting…</source>
            <translation>Contando…</translation>
        </message>
        <message>
            <source>Writing…</source>
            <translation>Escribiendo…</translation>
        </message>
        <message>
            <source>There was no sitting in these days: there is nothing to publish.</source>
            <translation>En esos días no hubo ninguna sesión: no hay nada que publicar.</translation>
        </message>
        <message>
            <source>The open data are in {folder}: {count} files. Open index.html in a browser to look at them.</source>
            <translation>Los datos abiertos están en {folder}: {count} archivos. Para verlos, abrí index.html en un navegador.</translation>
        </message>
        <message>
            <source>The council and the mode chosen on the page do not count here: open data are of all sittings.</source>
            <translation>El consejo y la modalidad elegidos en la página no cuentan acá: los datos abiertos son de todas las sesiones.</translation>
        </message>
    </context>
    <context>
        <name>Rail</name>
        <message>
            <source>Today</source>
            <translation>Hoy</translation>
        </message>
        <message>
            <source>Room</source>
            <translation>Sala</translation>
        </message>
        <message>
            <source>Matches</source>
            <translation>Correspondencias</translation>
        </message>
        <message>
            <source>Minutes</source>
            <translation>Actas</translation>
        </message>
        <message>
            <source>Neighbours</source>
            <translation>Vecinos</translation>
        </message>
        <message>
            <source>Charts</source>
            <translation>Tableros</translation>
        </message>
        <message>
            <source>Sharing</source>
            <translation>Sincronización</translation>
        </message>
        <message>
            <source>Preferences</source>
            <translation>Preferencias</translation>
        </message>
        <message>
            <source>Pages</source>
            <translation>Páginas</translation>
        </message>
        <message>
            <source>Light or dark</source>
            <translation>Claro u oscuro</translation>
        </message>
        <message>
            <source>Lock</source>
            <translation>Bloquear</translation>
        </message>
        <message>
            <source>Lock the screen (Ctrl+L)</source>
            <translation>Bloquear la pantalla (Ctrl+L)</translation>
        </message>
        <message>
            <source>Requests</source>
            <translation>Pedidos</translation>
        </message>
        <message>
            <source>Programme</source>
            <translation>Programa</translation>
        </message>
    </context>
    <context>
        <name>Ready</name>
        <message>
            <source>The roll</source>
            <translation>El padrón</translation>
        </message>
        <message>
            <source>The templates of the minutes</source>
            <translation>Las plantillas del acta</translation>
        </message>
        <message>
            <source>The backup</source>
            <translation>El respaldo</translation>
        </message>
        <message>
            <source>Space on the disk</source>
            <translation>Espacio en el disco</translation>
        </message>
        <message>
            <source>The clock</source>
            <translation>El reloj</translation>
        </message>
        <message>
            <source>Sent to the city</source>
            <translation>Envío a la ciudad</translation>
        </message>
        <message>
            <source>Zoom</source>
            <translation>Zoom</translation>
        </message>
        <message>
            <source>PDF and printer</source>
            <translation>PDF e impresora</translation>
        </message>
        <message>
            <source>The battery</source>
            <translation>La batería</translation>
        </message>
        <message>
            <source>Screen or projector</source>
            <translation>Pantalla o proyector</translation>
        </message>
        <message>
            <source>The passphrase</source>
            <translation>La contraseña</translation>
        </message>
        <message>
            <source>ready</source>
            <translation>listo</translation>
        </message>
        <message>
            <source>to know</source>
            <translation>a tener en cuenta</translation>
        </message>
        <message>
            <source>to do</source>
            <translation>por hacer</translation>
        </message>
        <message>
            <source>Go to the roll</source>
            <translation>Ir al padrón</translation>
        </message>
        <message>
            <source>Make a backup now</source>
            <translation>Hacer un respaldo ahora</translation>
        </message>
        <message>
            <source>Send now</source>
            <translation>Enviar ahora</translation>
        </message>
        <message>
            <source>Open Preferences</source>
            <translation>Abrir Preferencias</translation>
        </message>
        <message>
            <source>Go to Today</source>
            <translation>Ir a Hoy</translation>
        </message>
        <message>
            <source>Ready to leave.</source>
            <translation>Todo listo para salir.</translation>
        </message>
        <message>
            <source>One thing to do before leaving.</source>
            <translation>Queda una cosa por hacer antes de salir.</translation>
        </message>
        <message>
            <source>{count} things to do before leaving.</source>
            <translation>Cosas por hacer antes de salir: {count}.</translation>
        </message>
        <message>
            <source>Nobody is on it yet. Take in the list of neighbours.</source>
            <translation>Todavía no hay nadie. Incorporá la lista de vecinos.</translation>
        </message>
        <message>
            <source>{people} neighbours, all written down on this desk.</source>
            <translation>{people} fichas, todas anotadas en este puesto.</translation>
        </message>
        <message>
            <source>{people} neighbours; the list is of {day}, {days} days ago. Take in the newer one, if there is one.</source>
            <translation>{people} fichas; la lista es del {day}, de hace {days} días. Si hay una más nueva, incorporala.</translation>
        </message>
        <message>
            <source>{people} neighbours; the list was taken in on {day}.</source>
            <translation>{people} fichas; la lista se incorporó el {day}.</translation>
        </message>
        <message>
            <source>No minutes can be made on {file}. {why} Set it right in Word, or take it out of the folder.</source>
            <translation>Con {file} no se puede hacer el acta. {why} Corregila en Word o sacala de la carpeta.</translation>
        </message>
        <message>
            <source>All {count} papers can be made; {own} of them on your own templates.</source>
            <translation>Los {count} documentos salen bien; {own} con plantilla propia.</translation>
        </message>
        <message>
            <source>All {count} papers can be made.</source>
            <translation>Los {count} documentos salen bien.</translation>
        </message>
        <message>
            <source>There is none yet. Make one now.</source>
            <translation>Todavía no hay ninguno. Hacé uno ahora.</translation>
        </message>
        <message>
            <source>The newest one, {file}, is damaged. Make another one now.</source>
            <translation>El último, {file}, está dañado. Hacé otro ahora.</translation>
        </message>
        <message>
            <source>The last one is of {at}. Make one now.</source>
            <translation>El último es del {at}. Hacé uno ahora.</translation>
        </message>
        <message>
            <source>Of {at}, whole: every byte of it was read again.</source>
            <translation>Del {at}, entero: se volvió a leer hasta el último byte.</translation>
        </message>
        <message>
            <source>{free} free.</source>
            <translation>{free} libres.</translation>
        </message>
        <message>
            <source>Only {free} free: take off what is not needed, at least a gigabyte.</source>
            <translation>Quedan solo {free}: borrá lo que no haga falta, al menos un gigabyte.</translation>
        </message>
        <message>
            <source>The clock says {now}, but something was written down on {last}. Set day and hour of the computer.</source>
            <translation>El reloj dice {now}, pero hay algo anotado el {last}. Poné en fecha y hora la computadora.</translation>
        </message>
        <message>
            <source>It is {minutes} minutes off the city's. Set day and hour of the computer.</source>
            <translation>Difiere {minutes} minutos del de la ciudad. Poné en hora la computadora.</translation>
        </message>
        <message>
            <source>The computer is in another time zone. Choose the one of {city}.</source>
            <translation>La computadora está en otro huso horario. Elegí el de {city}.</translation>
        </message>
        <message>
            <source>{now}, in the city's time zone.</source>
            <translation>{now}, en el huso horario de la ciudad.</translation>
        </message>
        <message>
            <source>{now}, as on the city's server.</source>
            <translation>{now}, igual que el servidor de la ciudad.</translation>
        </message>
        <message>
            <source>This desk does not share its record; there is nothing to send.</source>
            <translation>Este puesto no comparte su registro: no hay nada que enviar.</translation>
        </message>
        <message>
            <source>{count} changes wait to be sent. Send them while there is a connection.</source>
            <translation>Cambios sin enviar: {count}. Envialos mientras haya conexión.</translation>
        </message>
        <message>
            <source>All is sent; the city has set {count} aside. See Sharing another day.</source>
            <translation>Está todo enviado; la ciudad apartó {count}. Se puede ver otro día en Sincronización.</translation>
        </message>
        <message>
            <source>All is sent.</source>
            <translation>Está todo enviado.</translation>
        </message>
        <message>
            <source>Not needed: the sitting is in person.</source>
            <translation>No hace falta: la sesión es presencial.</translation>
        </message>
        <message>
            <source>The sitting has no number of a meeting. Write it down, or create it.</source>
            <translation>La sesión no tiene número de reunión: anotalo o creala.</translation>
        </message>
        <message>
            <source>This desk has no access to Zoom: its report is brought as a file.</source>
            <translation>Este puesto no tiene acceso a Zoom: el informe se trae como archivo.</translation>
        </message>
        <message>
            <source>Access is kept; without a connection it could not be tried out.</source>
            <translation>El acceso está guardado; sin conexión no se pudo probar.</translation>
        </message>
        <message>
            <source>Access was tried out, and Zoom lets this desk in.</source>
            <translation>Se probó el acceso y Zoom deja entrar a este puesto.</translation>
        </message>
        <message>
            <source>{office} makes the PDF, and there is a printer.</source>
            <translation>{office} hace el PDF, y hay impresora.</translation>
        </message>
        <message>
            <source>{office} makes the PDF; no printer was found.</source>
            <translation>{office} hace el PDF; no se encontró impresora.</translation>
        </message>
        <message>
            <source>Printer {printer}. Without LibreOffice or Word the final PDF is made on another computer.</source>
            <translation>Impresora {printer}. Sin LibreOffice ni Word, el PDF final se hace en otra computadora.</translation>
        </message>
        <message>
            <source>Neither LibreOffice nor Word nor a printer. Install LibreOffice.</source>
            <translation>No hay LibreOffice, ni Word, ni impresora. Instalá LibreOffice.</translation>
        </message>
        <message>
            <source>Connected: this computer has no battery.</source>
            <translation>Conectada: esta computadora no tiene batería.</translation>
        </message>
        <message>
            <source>{percent} %, and plugged in. Take the charger along.</source>
            <translation>{percent} % y enchufada. Llevá el cargador.</translation>
        </message>
        <message>
            <source>{percent} %: enough for an evening. Take the charger along.</source>
            <translation>{percent} %: alcanza para una sesión. Llevá el cargador.</translation>
        </message>
        <message>
            <source>{percent} %: plug it in until you leave, and take the charger along.</source>
            <translation>{percent} %: enchufala hasta salir, y llevá el cargador.</translation>
        </message>
        <message>
            <source>A second screen is there: Shift+F5 in the room fills it.</source>
            <translation>Hay una segunda pantalla: con Mayús+F5, en Sala, se llena.</translation>
        </message>
        <message>
            <source>One screen. With a projector, Shift+F5 in the room fills it; without, it opens a window.</source>
            <translation>Una sola pantalla. Con proyector, Mayús+F5 en Sala lo llena; sin él, abre una ventana.</translation>
        </message>
        <message>
            <source>Only the window can tell.</source>
            <translation>Solo la ventana lo sabe.</translation>
        </message>
        <message>
            <source>The computer keeps it: the record opens by itself.</source>
            <translation>La guarda la computadora: el registro se abre solo.</translation>
        </message>
        <message>
            <source>It is asked when Cabildo opens: have it at hand, or the recovery code.</source>
            <translation>Se pide al abrir Cabildo: tenela a mano, o el código de recuperación.</translation>
        </message>
    </context>
    <context>
        <name>ReadySheet</name>
        <message>
            <source>Ready to leave?</source>
            <translation>¿Listo para salir?</translation>
        </message>
        <message>
            <source>No sitting is planned.</source>
            <translation>No hay ninguna sesión planificada.</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>Listo</translation>
        </message>
        <message>
            <source>Looking…</source>
            <translation>Revisando…</translation>
        </message>
        <message>
            <source>Look again</source>
            <translation>Volver a revisar</translation>
        </message>
        <message>
            <source>looking…</source>
            <translation>revisando…</translation>
        </message>
    </context>
    <context>
        <name>Recognised</name>
        <message>
            <source>no document</source>
            <translation>sin documento</translation>
        </message>
        <message>
            <source>on the roll as {name}</source>
            <translation>en el padrón: {name}</translation>
        </message>
        <message numerus="yes">
            <source>Came %n times to this council</source>
            <translation>
                <numerusform>Vino %n vez a este consejo</numerusform>
                <numerusform>Vino %n veces a este consejo</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>(%n by Zoom)</source>
            <translation>
                <numerusform>(%n por Zoom)</numerusform>
                <numerusform>(%n por Zoom)</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Came %n times to other councils</source>
            <translation>
                <numerusform>Vino %n vez a otros consejos</numerusform>
                <numerusform>Vino %n veces a otros consejos</numerusform>
            </translation>
        </message>
        <message>
            <source>last on {day}</source>
            <translation>la última, el {day}</translation>
        </message>
        <message>
            <source>Never came before</source>
            <translation>Nunca vino</translation>
        </message>
        <message>
            <source>another connection of tonight is hers already</source>
            <translation>hoy ya tiene otra conexión a su nombre</translation>
        </message>
        <message>
            <source>present in the room tonight</source>
            <translation>hoy está en la sala</translation>
        </message>
        <message numerus="yes">
            <source>%n years old</source>
            <translation>
                <numerusform>%n año</numerusform>
                <numerusform>%n años</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ReportButton</name>
        <message>
            <source>Report…</source>
            <translation>Informe…</translation>
        </message>
        <message>
            <source>The report of a period, as a file</source>
            <translation>El informe de un período, en un archivo</translation>
        </message>
        <message>
            <source>Report of a period</source>
            <translation>Informe de un período</translation>
        </message>
        <message>
            <source>Make it</source>
            <translation>Hacer el informe</translation>
        </message>
        <message>
            <source>Save the report</source>
            <translation>Guardar el informe</translation>
        </message>
        <message>
            <source>Saved: {path}</source>
            <translation>Guardado: {path}</translation>
        </message>
        <message>
            <source>First day</source>
            <translation>Primer día</translation>
        </message>
        <message>
            <source>Last day</source>
            <translation>Último día</translation>
        </message>
        <message>
            <source>The whole city</source>
            <translation>Toda la ciudad</translation>
        </message>
        <message>
            <source>District</source>
            <translation>Distrito</translation>
        </message>
        <message>
            <source>Word</source>
            <translation>Word</translation>
        </message>
        <message>
            <source>PDF</source>
            <translation>PDF</translation>
        </message>
        <message>
            <source>File</source>
            <translation>Archivo</translation>
        </message>
        <message>
            <source>Then counts under five people are hidden. What other laptops published is not known here.</source>
            <translation>Entonces no se dicen cantidades de menos de cinco personas. Lo que publicaron otras computadoras no se conoce acá.</translation>
        </message>
        <message>
            <source>For whom</source>
            <translation>Para quién</translation>
        </message>
        <message>
            <source>Other days</source>
            <translation>Otros días</translation>
        </message>
        <message>
            <source>Period</source>
            <translation>Período</translation>
        </message>
        <message>
            <source>The two months that are over</source>
            <translation>Los dos meses que terminaron</translation>
        </message>
        <message>
            <source>This year until today</source>
            <translation>Este año hasta hoy</translation>
        </message>
        <message>
            <source>Last year</source>
            <translation>El año pasado</translation>
        </message>
        <message>
            <source>In words, with charts, a map, and other days to compare with.</source>
            <translation>En palabras, con gráficos, un mapa y otros días con los que comparar.</translation>
        </message>
        <message>
            <source>The days before</source>
            <translation>Los días previos</translation>
        </message>
        <message>
            <source>A year before</source>
            <translation>Un año antes</translation>
        </message>
        <message>
            <source>Compared with</source>
            <translation>Comparado con</translation>
        </message>
        <message>
            <source>It will be published</source>
            <translation>Se va a publicar</translation>
        </message>
    </context>
    <context>
        <name>ReviewStep</name>
        <message>
            <source>Lines to look at</source>
            <translation>Líneas a la vista</translation>
        </message>
        <message>
            <source>Show 500 more</source>
            <translation>Mostrar 500 más</translation>
        </message>
        <message>
            <source>LINE</source>
            <translation>LÍNEA</translation>
        </message>
        <message>
            <source>VERDICT</source>
            <translation>VEREDICTO</translation>
        </message>
        <message>
            <source>WHO</source>
            <translation>QUIÉN</translation>
        </message>
        <message>
            <source>WHAT</source>
            <translation>QUÉ</translation>
        </message>
        <message>
            <source>Lines of the file</source>
            <translation>Líneas del archivo</translation>
        </message>
        <message>
            <source>What to do with this line</source>
            <translation>Qué hacer con esta línea</translation>
        </message>
        <message>
            <source>THE FIRST {number} OF {many}</source>
            <translation>LAS PRIMERAS {number} DE {many}</translation>
        </message>
        <message>
            <source>The same for all {number} of this kind</source>
            <translation>Lo mismo para las {number} de esta clase</translation>
        </message>
    </context>
    <context>
        <name>Rights</name>
        <message>
            <source>Is erased</source>
            <translation>Se suprime</translation>
        </message>
        <message>
            <source>Stays as a count</source>
            <translation>Queda como cuenta</translation>
        </message>
        <message>
            <source>Is out of reach from here</source>
            <translation>Fuera del alcance del programa</translation>
        </message>
        <message>
            <source>Texts that may name her</source>
            <translation>Textos que pueden nombrarla</translation>
        </message>
        <message>
            <source>Her names, document, date of birth, telephone, e-mail, address, organisation and note.</source>
            <translation>Nombre, documento, fecha de nacimiento, teléfono, correo, domicilio, organización y nota.</translation>
        </message>
        <message>
            <source>The {rows} cards of hers that were joined, all of them.</source>
            <translation>Sus {rows} fichas unidas, todas.</translation>
        </message>
        <message>
            <source>Other names she is known by: {count}.</source>
            <translation>Otros nombres con los que se la reconoce: {count}.</translation>
        </message>
        <message>
            <source>Names, e-mails and telephones of her Zoom connections: {count}.</source>
            <translation>Nombre, correo y teléfono de sus conexiones por Zoom: {count}.</translation>
        </message>
        <message>
            <source>The same values in the {count} entries of the journal, which goes on being verifiable.</source>
            <translation>Los mismos valores en el libro (asientos: {count}), que se sigue pudiendo verificar.</translation>
        </message>
        <message>
            <source>Without a name: {sittings} sittings attended, {turns} turns to speak, {issues} requests, {commitments} commitments. No count of people changes.</source>
            <translation>Sin nombre: sesiones a las que asistió, {sittings}; usos de la palabra, {turns}; pedidos, {issues}; compromisos, {commitments}. Ninguna cuenta de personas cambia.</translation>
        </message>
        <message>
            <source>Her quarter, gender and age band, because figures were told from them.</source>
            <translation>Barrio, género y franja de edad, porque con ellos se informaron cifras.</translation>
        </message>
        <message>
            <source>Rows that may be she and are not erased with her: {names}. Settle first who they are.</source>
            <translation>Fichas que pueden ser suyas y no se suprimen con esta: {names}. Resolvé antes en Repetidos si son la misma persona.</translation>
        </message>
        <message>
            <source>Signed minutes are a public act and stay as they are. She may be in: {actas}.</source>
            <translation>Las actas firmadas son un acto público y quedan como están. Puede figurar en: {actas}.</translation>
        </message>
        <message>
            <source>Files saved or printed before, Zoom reports on the disk and older backups still name her.</source>
            <translation>Los archivos guardados o impresos antes, los informes de Zoom en el disco y los respaldos anteriores la siguen nombrando.</translation>
        </message>
        <message>
            <source>The city's shared database was told {count} of these entries, and keeps its copy.</source>
            <translation>A la base compartida del municipio ya se le comunicaron {count} de estos asientos, y conserva su copia.</translation>
        </message>
        <message>
            <source>Another name of somebody else</source>
            <translation>Otro nombre de otra persona</translation>
        </message>
        <message>
            <source>Topic of a call</source>
            <translation>Tema de una videollamada</translation>
        </message>
        <message>
            <source>Name of a Zoom file</source>
            <translation>Nombre de un archivo de Zoom</translation>
        </message>
        <message>
            <source>Commitment</source>
            <translation>Compromiso</translation>
        </message>
        <message>
            <source>Good practice</source>
            <translation>Buena práctica</translation>
        </message>
        <message>
            <source>Group that was told of a sitting</source>
            <translation>Grupo al que se avisó de una sesión</translation>
        </message>
        <message>
            <source>Note on an invitation</source>
            <translation>Nota de un aviso</translation>
        </message>
        <message>
            <source>Answer to a survey</source>
            <translation>Respuesta a una encuesta</translation>
        </message>
        <message>
            <source>Name of a council</source>
            <translation>Nombre de un consejo</translation>
        </message>
        <message>
            <source>Request</source>
            <translation>Pedido</translation>
        </message>
        <message>
            <source>Place of a request</source>
            <translation>Lugar de un pedido</translation>
        </message>
        <message>
            <source>Title of an agenda item</source>
            <translation>Título de un punto</translation>
        </message>
        <message>
            <source>Who presents an agenda item</source>
            <translation>Quién presenta un punto</translation>
        </message>
        <message>
            <source>Notes of an agenda item</source>
            <translation>Notas de un punto</translation>
        </message>
        <message>
            <source>File name of minutes</source>
            <translation>Nombre de archivo de un acta</translation>
        </message>
        <message>
            <source>Name of an organisation</source>
            <translation>Nombre de una organización</translation>
        </message>
        <message>
            <source>Contact of an organisation</source>
            <translation>Contacto de una organización</translation>
        </message>
        <message>
            <source>Telephone of an organisation</source>
            <translation>Teléfono de una organización</translation>
        </message>
        <message>
            <source>E-mail of an organisation</source>
            <translation>Correo de una organización</translation>
        </message>
        <message>
            <source>Note on somebody else</source>
            <translation>Nota de otra persona</translation>
        </message>
        <message>
            <source>Telephone of somebody else</source>
            <translation>Teléfono de otra persona</translation>
        </message>
        <message>
            <source>E-mail of somebody else</source>
            <translation>Correo de otra persona</translation>
        </message>
        <message>
            <source>Title of a sitting</source>
            <translation>Título de una sesión</translation>
        </message>
        <message>
            <source>Who facilitates a sitting</source>
            <translation>Quién facilita una sesión</translation>
        </message>
        <message>
            <source>Place of a sitting</source>
            <translation>Lugar de una sesión</translation>
        </message>
        <message>
            <source>Zoom connection</source>
            <translation>Conexión por Zoom</translation>
        </message>
        <message>
            <source>Card</source>
            <translation>Ficha</translation>
        </message>
        <message>
            <source>{place}, earlier version</source>
            <translation>{place}, versión anterior</translation>
        </message>
        <message>
            <source>Erase the data of {name}</source>
            <translation>Suprimir los datos de {name}</translation>
        </message>
        <message>
            <source>This cannot be undone, nor can anybody find out afterwards what was erased.</source>
            <translation>No se puede deshacer, y después nadie puede averiguar qué se suprimió.</translation>
        </message>
        <message>
            <source>Erase for ever</source>
            <translation>Suprimir para siempre</translation>
        </message>
        <message>
            <source>To confirm, type the family name: {name}</source>
            <translation>Para confirmar, escribí el apellido: {name}</translation>
        </message>
        <message>
            <source>Tick those in which her name is to be blotted out as […]; the rest of the text stays.</source>
            <translation>Tildá aquellos en los que su nombre se tacha como […]; el resto del texto queda.</translation>
        </message>
        <message>
            <source>{place} (to be changed where it is kept)</source>
            <translation>{place} (se cambia en su propia pantalla)</translation>
        </message>
        <message>
            <source>And {count} more with the same family name, most likely of others.</source>
            <translation>Y {count} más con el mismo apellido, casi seguro de otras personas.</translation>
        </message>
        <message>
            <source>Her registrations, poll answers, chat messages and words in transcripts: {count}.</source>
            <translation>Sus inscripciones, respuestas en encuestas, mensajes del chat y palabras en transcripciones: {count}.</translation>
        </message>
        <message>
            <source>Message of the chat</source>
            <translation>Mensaje del chat</translation>
        </message>
        <message>
            <source>Who wrote a message of the chat</source>
            <translation>Quién escribió un mensaje del chat</translation>
        </message>
        <message>
            <source>Poll</source>
            <translation>Encuesta</translation>
        </message>
        <message>
            <source>Answer to a poll</source>
            <translation>Respuesta de una encuesta</translation>
        </message>
        <message>
            <source>Who answered a poll</source>
            <translation>Quién respondió una encuesta</translation>
        </message>
        <message>
            <source>Words of a transcript</source>
            <translation>Palabras de una transcripción</translation>
        </message>
        <message>
            <source>Who speaks in a transcript</source>
            <translation>Quién habla en una transcripción</translation>
        </message>
        <message>
            <source>Registration of somebody</source>
            <translation>Inscripción de alguien</translation>
        </message>
        <message>
            <source>Who signed minutes</source>
            <translation>Quién firmó un acta</translation>
        </message>
        <message>
            <source>Who gave the certificate of a signature</source>
            <translation>Quién emitió el certificado de una firma</translation>
        </message>
        <message>
            <source>How a commitment ended</source>
            <translation>Cómo terminó un compromiso</translation>
        </message>
        <message>
            <source>Why the day of a commitment was moved</source>
            <translation>Por qué se cambió la fecha de un compromiso</translation>
        </message>
        <message>
            <source>To whom a list of requests was sent</source>
            <translation>A quién se envió una lista de pedidos</translation>
        </message>
        <message>
            <source>Answer to a request</source>
            <translation>Respuesta a un pedido</translation>
        </message>
        <message>
            <source>Who answered a request</source>
            <translation>Quién respondió un pedido</translation>
        </message>
    </context>
    <context>
        <name>RightsDialogs</name>
        <message>
            <source>Save the file of {name}</source>
            <translation>Guardar el legajo de {name}</translation>
        </message>
        <message>
            <source>File {name}</source>
            <translation>Legajo {name}</translation>
        </message>
        <message>
            <source>The file of {name} is saved: {files}</source>
            <translation>Se guardó el legajo de {name}: {files}</translation>
        </message>
        <message>
            <source>the person</source>
            <translation>la persona</translation>
        </message>
        <message>
            <source>Texts that may still name her: {count}.</source>
            <translation>Textos que todavía pueden nombrarla: {count}.</translation>
        </message>
        <message>
            <source>Her data is erased: {values}, in {rows} of the record.</source>
            <translation>Sus datos se suprimieron: {values}, en {rows} del registro.</translation>
        </message>
        <message numerus="yes">
            <source>%n values</source>
            <translation>
                <numerusform>%n valor</numerusform>
                <numerusform>%n valores</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n rows</source>
            <translation>
                <numerusform>%n fila</numerusform>
                <numerusform>%n filas</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Ritual</name>
        <message>
            <source>Close the sitting?</source>
            <translation>¿Cerrar la sesión?</translation>
        </message>
        <message>
            <source>Close the sitting</source>
            <translation>Cerrar la sesión</translation>
        </message>
        <message>
            <source>Not yet</source>
            <translation>Todavía no</translation>
        </message>
        <message>
            <source>What is missing</source>
            <translation>Qué falta</translation>
        </message>
        <message>
            <source>Nothing: everything has its outcome.</source>
            <translation>Nada: todo tiene su resultado.</translation>
        </message>
        <message>
            <source>The item on the table and whoever is speaking end now; whoever is still in the room stays until now. A hash of the facts is kept. Corrections are possible afterwards, and are marked.</source>
            <translation>El punto en curso y quien tiene la palabra terminan ahora; quien sigue en la sala queda presente hasta ahora. Se guarda una huella de los hechos. Después se puede corregir, y queda marcado.</translation>
        </message>
        <message>
            <source>not known</source>
            <translation>sin dato</translation>
        </message>
        <message>
            <source>In the room without a name</source>
            <translation>En la sala, sin nombre</translation>
        </message>
        <message>
            <source>Saw it on the stream</source>
            <translation>Vistas de la transmisión</translation>
        </message>
        <message>
            <source>Go there</source>
            <translation>Ir</translation>
        </message>
        <message>
            <source>Go there  ·  Alt+{number}</source>
            <translation>Ir  ·  Alt+{number}</translation>
        </message>
        <message>
            <source>After the closing</source>
            <translation>Después del cierre</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>Listo</translation>
        </message>
        <message>
            <source>Closed {when} by {who}.</source>
            <translation>Cerrada el {when} por {who}.</translation>
        </message>
        <message>
            <source>It had been opened again {when} by {who}, and was closed anew.</source>
            <translation>Se había reabierto el {when} ({who}) y se volvió a cerrar.</translation>
        </message>
        <message>
            <source>Open it again…</source>
            <translation>Reabrirla…</translation>
        </message>
        <message>
            <source>The sitting is closed and saved ({time}). Hash of its facts: {hash}. Next: its minutes.</source>
            <translation>La sesión está cerrada y guardada ({time}). Huella de los hechos: {hash}. Sigue el acta.</translation>
        </message>
        <message>
            <source>To the minutes</source>
            <translation>Ir al acta</translation>
        </message>
        <message>
            <source>The sitting is open again, with its item and its clocks. The journal says so.</source>
            <translation>La sesión está abierta de nuevo, con su punto y sus relojes. Queda asentado en el libro.</translation>
        </message>
        <message>
            <source>Only if it was closed by mistake: «{title}» goes on where it was, and the hash of its closing is given up. The journal keeps that it was opened again, when and by whom. To set something right it need not be opened.</source>
            <translation>Solo si se cerró por error: «{title}» sigue donde estaba y la huella del cierre queda sin efecto. En el libro queda que se reabrió, cuándo y quién lo hizo. Para corregir algo no hace falta reabrirla.</translation>
        </message>
        <message>
            <source>Open the sitting again?</source>
            <translation>¿Reabrir la sesión?</translation>
        </message>
        <message>
            <source>Open it again</source>
            <translation>Reabrirla</translation>
        </message>
        <message>
            <source>The facts are those of the closing: what was corrected was put back.</source>
            <translation>Los hechos son los del cierre: lo que se corrigió volvió a su lugar.</translation>
        </message>
        <message>
            <source>The facts are those of the closing: nothing was changed since.</source>
            <translation>Los hechos son los del cierre: no se cambió nada desde entonces.</translation>
        </message>
        <message>
            <source>The facts are others than at the closing. Each correction is below.</source>
            <translation>Los hechos ya no son los del cierre. Abajo está cada corrección.</translation>
        </message>
        <message>
            <source>The hash is another one and the journal has no correction: an older Cabildo closed this sitting.</source>
            <translation>La huella es otra y en el libro no hay ninguna corrección: la cerró un Cabildo anterior.</translation>
        </message>
        <message>
            <source>Hash at the closing {kept}, now {now}</source>
            <translation>Huella al cierre {kept}, ahora {now}</translation>
        </message>
        <message>
            <source>in the room</source>
            <translation>en sala</translation>
        </message>
        <message>
            <source>on Zoom</source>
            <translation>en Zoom</translation>
        </message>
        <message>
            <source>both ways</source>
            <translation>ambas</translation>
        </message>
        <message>
            <source>people</source>
            <translation>personas</translation>
        </message>
    </context>
    <context>
        <name>Roll</name>
        <message>
            <source>No data</source>
            <translation>Sin dato</translation>
        </message>
        <message>
            <source>Woman</source>
            <translation>Mujer</translation>
        </message>
        <message>
            <source>Man</source>
            <translation>Varón</translation>
        </message>
        <message>
            <source>Non-binary</source>
            <translation>No binario</translation>
        </message>
        <message>
            <source>Prefers not to say</source>
            <translation>Prefiere no decirlo</translation>
        </message>
        <message>
            <source>Room</source>
            <translation>Sala</translation>
        </message>
        <message>
            <source>Zoom</source>
            <translation>Zoom</translation>
        </message>
        <message>
            <source>Telephone</source>
            <translation>Teléfono</translation>
        </message>
        <message>
            <source>on Zoom</source>
            <translation>en Zoom</translation>
        </message>
        <message>
            <source>e-mail</source>
            <translation>correo</translation>
        </message>
        <message>
            <source>registration</source>
            <translation>inscripción</translation>
        </message>
        <message>
            <source>telephone</source>
            <translation>teléfono</translation>
        </message>
        <message>
            <source>Data erased on {day}</source>
            <translation>Datos suprimidos el {day}</translation>
        </message>
        <message>
            <source>given</source>
            <translation>sí</translation>
        </message>
        <message>
            <source>missing</source>
            <translation>falta</translation>
        </message>
        <message>
            <source>Everybody</source>
            <translation>Todas</translation>
        </message>
        <message>
            <source>Without consent</source>
            <translation>Sin consentimiento</translation>
        </message>
        <message>
            <source>Without document</source>
            <translation>Sin documento</translation>
        </message>
        <message>
            <source>Minors</source>
            <translation>Menores</translation>
        </message>
        <message>
            <source>To be completed</source>
            <translation>Por completar</translation>
        </message>
        <message>
            <source>Erased</source>
            <translation>Suprimidas</translation>
        </message>
        <message>
            <source>Family name</source>
            <translation>Apellido</translation>
        </message>
        <message>
            <source>Given names</source>
            <translation>Nombres</translation>
        </message>
        <message>
            <source>Name she is called by</source>
            <translation>Nombre elegido</translation>
        </message>
        <message>
            <source>Document</source>
            <translation>Documento</translation>
        </message>
        <message>
            <source>Birth date</source>
            <translation>Nacimiento</translation>
        </message>
        <message>
            <source>Age</source>
            <translation>Edad</translation>
        </message>
        <message>
            <source>Gender</source>
            <translation>Género</translation>
        </message>
        <message>
            <source>E-mail</source>
            <translation>Correo</translation>
        </message>
        <message>
            <source>Street</source>
            <translation>Calle</translation>
        </message>
        <message>
            <source>Number</source>
            <translation>Altura</translation>
        </message>
        <message>
            <source>Quarter</source>
            <translation>Barrio</translation>
        </message>
        <message>
            <source>Organisation</source>
            <translation>Organización</translation>
        </message>
        <message>
            <source>Role in it</source>
            <translation>Función</translation>
        </message>
        <message>
            <source>Responsible adult</source>
            <translation>Persona responsable</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>Nota</translation>
        </message>
        <message>
            <source>still there</source>
            <translation>sigue presente</translation>
        </message>
        <message>
            <source>{hours} hours {minutes:02} min</source>
            <translation>{hours} h {minutes:02} min</translation>
        </message>
        <message>
            <source>{minutes} min</source>
            <translation>{minutes} min</translation>
        </message>
        <message>
            <source>a person decided it</source>
            <translation>lo decidió una persona</translation>
        </message>
        <message>
            <source>the same document</source>
            <translation>mismo documento</translation>
        </message>
        <message>
            <source>a list that was taken in</source>
            <translation>al incorporar una planilla</translation>
        </message>
    </context>
    <context>
        <name>RollFile</name>
        <message>
            <source>Family name</source>
            <translation>Apellido</translation>
        </message>
        <message>
            <source>Given names</source>
            <translation>Nombres</translation>
        </message>
        <message>
            <source>Family name and given names</source>
            <translation>Apellido y nombres (en una columna)</translation>
        </message>
        <message>
            <source>Given names and family name</source>
            <translation>Nombre y apellido (en una columna)</translation>
        </message>
        <message>
            <source>Chosen name</source>
            <translation>Nombre elegido</translation>
        </message>
        <message>
            <source>Document</source>
            <translation>Documento</translation>
        </message>
        <message>
            <source>CUIL</source>
            <translation>CUIL</translation>
        </message>
        <message>
            <source>Date of birth</source>
            <translation>Fecha de nacimiento</translation>
        </message>
        <message>
            <source>Age band</source>
            <translation>Franja de edad</translation>
        </message>
        <message>
            <source>Gender</source>
            <translation>Género</translation>
        </message>
        <message>
            <source>Telephone</source>
            <translation>Teléfono</translation>
        </message>
        <message>
            <source>E-mail</source>
            <translation>Correo</translation>
        </message>
        <message>
            <source>Address (street and number)</source>
            <translation>Domicilio (calle y altura)</translation>
        </message>
        <message>
            <source>Street</source>
            <translation>Calle</translation>
        </message>
        <message>
            <source>Number of the house</source>
            <translation>Altura</translation>
        </message>
        <message>
            <source>Quarter</source>
            <translation>Barrio</translation>
        </message>
        <message>
            <source>District</source>
            <translation>Distrito</translation>
        </message>
        <message>
            <source>Organisation</source>
            <translation>Organización</translation>
        </message>
        <message>
            <source>Role in the organisation</source>
            <translation>Función en la organización</translation>
        </message>
        <message>
            <source>Notes</source>
            <translation>Notas</translation>
        </message>
        <message>
            <source>New</source>
            <translation>Nueva</translation>
        </message>
        <message>
            <source>The same</source>
            <translation>Igual</translation>
        </message>
        <message>
            <source>Changes</source>
            <translation>Cambios</translation>
        </message>
        <message>
            <source>Doubtful</source>
            <translation>Dudosa</translation>
        </message>
        <message>
            <source>Error</source>
            <translation>Error</translation>
        </message>
        <message>
            <source>nothing</source>
            <translation>nada</translation>
        </message>
        <message>
            <source>line {line} of the file</source>
            <translation>línea {line} del archivo</translation>
        </message>
    </context>
    <context>
        <name>RollIntake</name>
        <message numerus="yes">
            <source>{name}, %n lines. Say what each column holds; what is left out is not taken in.</source>
            <translation>
                <numerusform>{name}, %n línea. Decí qué trae cada columna; lo que queda afuera no se incorpora.</numerusform>
                <numerusform>{name}, %n líneas. Decí qué trae cada columna; lo que queda afuera no se incorpora.</numerusform>
            </translation>
        </message>
        <message>
            <source>Take in a list</source>
            <translation>Incorporar una planilla</translation>
        </message>
        <message>
            <source>Writing the people down…</source>
            <translation>Anotando a las personas…</translation>
        </message>
        <message>
            <source>Looking through the lines…</source>
            <translation>Revisando las líneas…</translation>
        </message>
        <message>
            <source>To look at</source>
            <translation>Para mirar</translation>
        </message>
        <message>
            <source>All lines</source>
            <translation>Todas las líneas</translation>
        </message>
        <message>
            <source>Columns left out: {columns}</source>
            <translation>Columnas que quedan afuera: {columns}</translation>
        </message>
        <message numerus="yes">
            <source>Take in %n people</source>
            <translation>
                <numerusform>Incorporar %n persona</numerusform>
                <numerusform>Incorporar %n personas</numerusform>
            </translation>
        </message>
        <message>
            <source>{name}. Nothing is written yet.</source>
            <translation>{name}. Todavía no se anotó nada.</translation>
        </message>
        <message>
            <source>What would come of the list</source>
            <translation>Qué resultaría de la planilla</translation>
        </message>
        <message>
            <source>The list is taken in.</source>
            <translation>La planilla quedó incorporada.</translation>
        </message>
        <message>
            <source>It was stopped. What is in stays in; take the same file in again to go on from there.</source>
            <translation>Se detuvo. Lo incorporado queda; para seguir desde ahí, incorporá otra vez el mismo archivo.</translation>
        </message>
        <message>
            <source>List taken in</source>
            <translation>Planilla incorporada</translation>
        </message>
        <message>
            <source>left out</source>
            <translation>queda afuera</translation>
        </message>
        <message>
            <source>is this one</source>
            <translation>es esta persona</translation>
        </message>
        <message>
            <source>Take the changes</source>
            <translation>Incorporar los cambios</translation>
        </message>
        <message>
            <source>Leave her as she is</source>
            <translation>Dejarla como está</translation>
        </message>
        <message>
            <source>Leave it out</source>
            <translation>Dejar afuera</translation>
        </message>
        <message>
            <source>Somebody else: write her down</source>
            <translation>Es otra persona: anotarla</translation>
        </message>
        <message>
            <source>It is {name} ({told})</source>
            <translation>Es {name} ({told})</translation>
        </message>
        <message>
            <source>no data</source>
            <translation>sin dato</translation>
        </message>
        <message>
            <source>Say which column holds: {missing}.</source>
            <translation>Decí qué columna trae: {missing}.</translation>
        </message>
        <message>
            <source>The line says: {told}</source>
            <translation>La línea dice: {told}</translation>
        </message>
    </context>
    <context>
        <name>RollPage</name>
        <message>
            <source>Neighbours</source>
            <translation>Vecinas y vecinos</translation>
        </message>
        <message numerus="yes">
            <source>%n people on the roll</source>
            <translation>
                <numerusform>%n persona en el padrón</numerusform>
                <numerusform>%n personas en el padrón</numerusform>
            </translation>
        </message>
        <message>
            <source>Somebody new</source>
            <translation>Anotar persona</translation>
        </message>
        <message>
            <source>Name, document, telephone, organisation</source>
            <translation>Nombre, documento, teléfono, organización</translation>
        </message>
        <message>
            <source>NAME</source>
            <translation>APELLIDO Y NOMBRES</translation>
        </message>
        <message>
            <source>DOCUMENT</source>
            <translation>DOCUMENTO</translation>
        </message>
        <message>
            <source>QUARTER</source>
            <translation>BARRIO</translation>
        </message>
        <message>
            <source>ORGANISATION</source>
            <translation>ORGANIZACIÓN</translation>
        </message>
        <message>
            <source>People</source>
            <translation>Personas</translation>
        </message>
        <message>
            <source>Take the consent back?</source>
            <translation>¿Retirar el consentimiento?</translation>
        </message>
        <message>
            <source>It stays written that she had agreed, and that from today she does not.</source>
            <translation>Queda asentado que había consentido y que desde hoy ya no.</translation>
        </message>
        <message>
            <source>Take it back</source>
            <translation>Retirarlo</translation>
        </message>
        <message>
            <source>Forget this name?</source>
            <translation>¿Olvidar este nombre?</translation>
        </message>
        <message>
            <source>«{name}» will not be taken for her any more.</source>
            <translation>«{name}» ya no se va a tomar por esta persona.</translation>
        </message>
        <message>
            <source>Forget it</source>
            <translation>Olvidarlo</translation>
        </message>
        <message>
            <source>Are they two people?</source>
            <translation>¿Son dos personas?</translation>
        </message>
        <message>
            <source>Each row is on its own again, with its presences and what it asked for. Nothing is lost.</source>
            <translation>Cada anotación queda otra vez por su lado, con sus presencias y sus pedidos. No se pierde nada.</translation>
        </message>
        <message>
            <source>They are two people</source>
            <translation>Son dos personas</translation>
        </message>
        <message>
            <source>Take in a list</source>
            <translation>Incorporar una planilla</translation>
        </message>
        <message>
            <source>The sheet is in {path}</source>
            <translation>La hoja quedó en {path}</translation>
        </message>
        <message>
            <source>Save the sheet to be signed</source>
            <translation>Guardar la hoja para firmar</translation>
        </message>
        <message>
            <source>Spreadsheets (*.csv *.txt *.tsv *.xlsx *.xlsm *.ods *.xls)</source>
            <translation>Planillas (*.csv *.txt *.tsv *.xlsx *.xlsm *.ods *.xls)</translation>
        </message>
        <message numerus="yes">
            <source>%n people</source>
            <translation>
                <numerusform>%n persona</numerusform>
                <numerusform>%n personas</numerusform>
            </translation>
        </message>
        <message>
            <source>roll-{day}</source>
            <translation>padron-{day}</translation>
        </message>
        <message>
            <source>Export the roll</source>
            <translation>Exportar el padrón</translation>
        </message>
        <message numerus="yes">
            <source>%n people are in {path}</source>
            <translation>
                <numerusform>%n persona quedó en {path}</numerusform>
                <numerusform>%n personas quedaron en {path}</numerusform>
            </translation>
        </message>
        <message>
            <source>A CSV, Excel or LibreOffice file; it may also be dropped here</source>
            <translation>Un archivo CSV, Excel o LibreOffice; también podés soltarlo acá</translation>
        </message>
        <message>
            <source>Export</source>
            <translation>Exportar</translation>
        </message>
        <message>
            <source>Show 100 more</source>
            <translation>Mostrar 100 más</translation>
        </message>
        <message>
            <source>CONSENT</source>
            <translation>CONSINTIÓ</translation>
        </message>
        <message>
            <source>FOUND: {number}</source>
            <translation>ENCONTRADAS: {number}</translation>
        </message>
        <message>
            <source>THE {number} WRITTEN DOWN LAST · COUNTING: {many}</source>
            <translation>LAS {number} ÚLTIMAS ANOTADAS · CONTANDO: {many}</translation>
        </message>
        <message>
            <source>THE {number} WRITTEN DOWN LAST, OF {many}</source>
            <translation>LAS PRIMERAS {number} DE {many}, LA ÚLTIMA ANOTADA ARRIBA</translation>
        </message>
        <message>
            <source>ALL {many}, WHOEVER WAS WRITTEN DOWN LAST FIRST</source>
            <translation>LAS {many}, LA ÚLTIMA ANOTADA ARRIBA</translation>
        </message>
        <message>
            <source>Looking through the roll…</source>
            <translation>Recorriendo el padrón…</translation>
        </message>
        <message>
            <source>There is nobody like that</source>
            <translation>No hay nadie así</translation>
        </message>
        <message>
            <source>Widen the list with the choices above.</source>
            <translation>Ampliá la lista con las opciones de arriba.</translation>
        </message>
        <message>
            <source>The roll is empty</source>
            <translation>El padrón está vacío</translation>
        </message>
        <message>
            <source>Take in the spreadsheet of the office, or write somebody down.</source>
            <translation>Incorporá la planilla de la oficina, o anotá a alguien.</translation>
        </message>
        <message>
            <source>Names are kept out of sight</source>
            <translation>Los nombres no quedan a la vista</translation>
        </message>
        <message>
            <source>Type two letters to look for somebody, or choose above whom to see.</source>
            <translation>Escribí dos letras para buscar a alguien, o elegí arriba a quiénes ver.</translation>
        </message>
        <message>
            <source>Nobody on the roll is called so</source>
            <translation>No hay nadie así en el padrón</translation>
        </message>
        <message>
            <source>Try the end of the document, or write her down.</source>
            <translation>Probá con el final del documento, o anotala.</translation>
        </message>
        <message>
            <source>THE FIRST {number}: GO ON TYPING TO FIND FEWER</source>
            <translation>LAS PRIMERAS {number}: SEGUÍ ESCRIBIENDO PARA ACHICAR LA LISTA</translation>
        </message>
    </context>
    <context>
        <name>Sala</name>
        <message>
            <source>Room</source>
            <translation>Sala</translation>
        </message>
        <message>
            <source>No sitting is chosen</source>
            <translation>No hay ninguna sesión elegida</translation>
        </message>
        <message>
            <source>Choose or plan one in Today; the door, the agenda and what is asked for appear here.</source>
            <translation>Elegí o planificá una en Hoy; acá aparecen la puerta, el orden del día y lo que se pide.</translation>
        </message>
        <message>
            <source>Go to Today</source>
            <translation>Ir a Hoy</translation>
        </message>
        <message>
            <source>Projector</source>
            <translation>Proyector</translation>
        </message>
        <message>
            <source>Close the sitting</source>
            <translation>Cerrar la sesión</translation>
        </message>
        <message>
            <source>Who was told of this sitting</source>
            <translation>A quiénes se avisó de esta sesión</translation>
        </message>
    </context>
    <context>
        <name>SecretSheet</name>
        <message>
            <source>New recovery code</source>
            <translation>Código de recuperación nuevo</translation>
        </message>
        <message>
            <source>The code you have on paper stops working. The new one is shown only once.</source>
            <translation>El código que tenés en papel deja de servir. El nuevo se muestra una sola vez.</translation>
        </message>
        <message>
            <source>Draw a new code</source>
            <translation>Generar el código</translation>
        </message>
        <message>
            <source>Passphrase</source>
            <translation>Contraseña</translation>
        </message>
        <message>
            <source>Type the passphrase first.</source>
            <translation>Escribí primero la contraseña.</translation>
        </message>
    </context>
    <context>
        <name>SentSheet</name>
        <message>
            <source>Lists that were sent</source>
            <translation>Listas enviadas</translation>
        </message>
        <message>
            <source>What was sent is not offered again. A list that did not leave can be undone.</source>
            <translation>Lo enviado ya no se ofrece. Si una lista no salió, se puede quitar.</translation>
        </message>
        <message>
            <source>Take back</source>
            <translation>Quitar</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Cerrar</translation>
        </message>
        <message>
            <source>No department</source>
            <translation>Sin área</translation>
        </message>
        <message numerus="yes">
            <source>%n requests</source>
            <translation>
                <numerusform>%n pedido</numerusform>
                <numerusform>%n pedidos</numerusform>
            </translation>
        </message>
        <message>
            <source>No list was sent yet.</source>
            <translation>Todavía no se envió ninguna lista.</translation>
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
        <name>SheetPad</name>
        <message>
            <source>no data</source>
            <translation>sin dato</translation>
        </message>
        <message>
            <source>The sheet that is being typed</source>
            <translation>La planilla que se está cargando</translation>
        </message>
        <message>
            <source>Next</source>
            <translation>Siguiente</translation>
        </message>
        <message>
            <source>Enter</source>
            <translation>Enter</translation>
        </message>
        <message>
            <source>Take back</source>
            <translation>Deshacer</translation>
        </message>
        <message>
            <source>Ctrl+Z</source>
            <translation>Ctrl+Z</translation>
        </message>
        <message>
            <source>QUESTION {number} OF {total}</source>
            <translation>PREGUNTA {number} DE {total}</translation>
        </message>
        <message>
            <source>Write down</source>
            <translation>Anotar</translation>
        </message>
        <message>
            <source>Enter goes on; empty is no data.</source>
            <translation>Con Enter se sigue; vacía queda sin dato.</translation>
        </message>
        <message>
            <source>Several may be chosen, by their numbers. Enter goes on; nothing chosen is no data.</source>
            <translation>Se pueden elegir varias, por su número. Con Enter se sigue; sin elegir queda sin dato.</translation>
        </message>
        <message>
            <source>Choose by number. Enter writes the sheet down; nothing chosen is no data.</source>
            <translation>Se elige por número. Enter anota la planilla; sin elegir, queda sin dato.</translation>
        </message>
        <message>
            <source>The number goes on by itself. Enter alone is no data.</source>
            <translation>El número ya pasa a la que sigue. Enter solo es sin dato.</translation>
        </message>
    </context>
    <context>
        <name>SheetsSheet</name>
        <message>
            <source>Sheets</source>
            <translation>Planillas</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Cerrar</translation>
        </message>
        <message>
            <source>DAY</source>
            <translation>DÍA</translation>
        </message>
        <message>
            <source>HOW</source>
            <translation>CÓMO</translation>
        </message>
        <message>
            <source>QUARTER</source>
            <translation>BARRIO</translation>
        </message>
        <message>
            <source>ANSWERS</source>
            <translation>RESPUESTAS</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Deshacer</translation>
        </message>
        <message>
            <source>Del takes out a sheet that was typed twice, or of another sitting; Ctrl+Z brings it back.</source>
            <translation>Supr quita una planilla cargada dos veces o de otra sesión; Ctrl+Z la devuelve.</translation>
        </message>
        <message numerus="yes">
            <source>%n sheets</source>
            <translation>
                <numerusform>%n planilla</numerusform>
                <numerusform>%n planillas</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>SignatoriesSheet</name>
        <message>
            <source>Who signs</source>
            <translation>Quiénes firman</translation>
        </message>
        <message>
            <source>In this order. The next Word file has these places, and the PDF made of it.</source>
            <translation>En este orden. El próximo archivo de Word tendrá estos lugares, y también su PDF.</translation>
        </message>
        <message>
            <source>Choose</source>
            <translation>Elegir</translation>
        </message>
        <message>
            <source>Place {number}</source>
            <translation>Lugar {number}</translation>
        </message>
        <message>
            <source>nobody</source>
            <translation>nadie</translation>
        </message>
    </context>
    <context>
        <name>SigningPanel</name>
        <message>
            <source>Final and signed</source>
            <translation>Definitiva y firmada</translation>
        </message>
        <message>
            <source>Make final…</source>
            <translation>Pasar a definitiva…</translation>
        </message>
        <message>
            <source>Sign…</source>
            <translation>Firmar…</translation>
        </message>
        <message>
            <source>Take back signed PDF…</source>
            <translation>Recibir PDF firmado…</translation>
        </message>
        <message>
            <source>Attach scan…</source>
            <translation>Adjuntar escaneo…</translation>
        </message>
        <message>
            <source>Back to draft…</source>
            <translation>Volver a borrador…</translation>
        </message>
        <message>
            <source>Open PDF</source>
            <translation>Abrir PDF</translation>
        </message>
        <message>
            <source>Check a file…</source>
            <translation>Verificar un archivo…</translation>
        </message>
        <message>
            <source>One moment: the PDF is being worked on…</source>
            <translation>Un momento: se está trabajando en el PDF…</translation>
        </message>
        <message numerus="yes">
            <source>The minutes are final: %n pages, saved as {name}. Now they can be signed.</source>
            <translation>
                <numerusform>El acta es definitiva: %n página, guardada como {name}. Ya se puede firmar.</numerusform>
                <numerusform>El acta es definitiva: %n páginas, guardada como {name}. Ya se puede firmar.</numerusform>
            </translation>
        </message>
        <message>
            <source>The minutes are signed. Nothing of the sitting can be changed any more.</source>
            <translation>El acta está firmada. Ya no se puede cambiar nada de la sesión.</translation>
        </message>
        <message>
            <source>Digital signature of {who} added.</source>
            <translation>Se agregó la firma digital de {who}.</translation>
        </message>
        <message>
            <source>Electronic signature of {who} added.</source>
            <translation>Se agregó la firma electrónica de {who}.</translation>
        </message>
        <message>
            <source>The signed PDF was taken back.</source>
            <translation>Se recibió el PDF firmado.</translation>
        </message>
        <message>
            <source>The scan is kept and the minutes are signed.</source>
            <translation>El escaneo quedó guardado y el acta está firmada.</translation>
        </message>
        <message>
            <source>The minutes are a draft again. The PDF that was final is not valid any more.</source>
            <translation>El acta es otra vez un borrador. El PDF que era definitivo ya no vale.</translation>
        </message>
        <message>
            <source>No program here opens PDF files. It is at {path}</source>
            <translation>En esta computadora no hay un programa que abra archivos PDF. Está en {path}</translation>
        </message>
        <message>
            <source>The Word file becomes a PDF with its sum and places to sign, and is not written anew any more.</source>
            <translation>El archivo de Word pasa a un PDF con su huella y los lugares para firmar, y ya no se genera más.</translation>
        </message>
        <message>
            <source>Make the minutes final?</source>
            <translation>¿Pasar el acta a definitiva?</translation>
        </message>
        <message>
            <source>Make final</source>
            <translation>Pasar a definitiva</translation>
        </message>
        <message>
            <source>Nobody has signed yet. The PDF that was final will not be valid; a new one can be made.</source>
            <translation>Todavía no firmó nadie. El PDF que era definitivo dejará de valer; se puede hacer otro.</translation>
        </message>
        <message>
            <source>Back to draft?</source>
            <translation>¿Volver a borrador?</translation>
        </message>
        <message>
            <source>Back to draft</source>
            <translation>Volver a borrador</translation>
        </message>
        <message>
            <source>The PDF that was signed</source>
            <translation>El PDF que fue firmado</translation>
        </message>
        <message>
            <source>PDF (*.pdf)</source>
            <translation>PDF (*.pdf)</translation>
        </message>
        <message>
            <source>Minutes (*.pdf *.docx);;All files (*)</source>
            <translation>Actas (*.pdf *.docx);;Todos los archivos (*)</translation>
        </message>
        <message>
            <source>Which file to check</source>
            <translation>Qué archivo verificar</translation>
        </message>
        <message>
            <source>Scans (*.pdf *.jpg *.jpeg *.png *.tif *.tiff)</source>
            <translation>Escaneos (*.pdf *.jpg *.jpeg *.png *.tif *.tiff)</translation>
        </message>
        <message>
            <source>The scan of the signed minutes</source>
            <translation>El escaneo del acta firmada</translation>
        </message>
        <message numerus="yes">
            <source>There are %n places to sign. If nobody else will, the minutes are signed with this PDF.</source>
            <translation>
                <numerusform>Queda %n lugar para firmar. Si no va a firmar nadie más, el acta queda firmada con este PDF.</numerusform>
                <numerusform>Quedan %n lugares para firmar. Si no va a firmar nadie más, el acta queda firmada con este PDF.</numerusform>
            </translation>
        </message>
        <message>
            <source>Is that the last signature?</source>
            <translation>¿Es la última firma?</translation>
        </message>
        <message>
            <source>Nobody else will sign</source>
            <translation>No firma nadie más</translation>
        </message>
        <message>
            <source>The file is in order</source>
            <translation>El archivo está en orden</translation>
        </message>
        <message>
            <source>The file is not in order</source>
            <translation>El archivo no está en orden</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Cerrar</translation>
        </message>
        <message>
            <source>draft</source>
            <translation>borrador</translation>
        </message>
        <message>
            <source>final</source>
            <translation>definitiva</translation>
        </message>
        <message>
            <source>signed</source>
            <translation>firmada</translation>
        </message>
        <message>
            <source>to write</source>
            <translation>sin redactar</translation>
        </message>
        <message>
            <source>First write the minutes as a Word file.</source>
            <translation>Primero generá el acta en Word.</translation>
        </message>
        <message>
            <source>They can be final once the sitting is closed.</source>
            <translation>Puede pasar a definitiva cuando la sesión esté cerrada.</translation>
        </message>
        <message>
            <source>When the text is agreed, make it final: it becomes a PDF with places to sign.</source>
            <translation>Cuando el texto esté acordado, pasala a definitiva: queda un PDF con lugares para firmar.</translation>
        </message>
        <message>
            <source>Signed on paper; the scan is kept.</source>
            <translation>Firmada en papel; el escaneo está guardado.</translation>
        </message>
        <message>
            <source>digital signature</source>
            <translation>firma digital</translation>
        </message>
        <message>
            <source>electronic signature</source>
            <translation>firma electrónica</translation>
        </message>
        <message>
            <source>not signed yet</source>
            <translation>sin firmar</translation>
        </message>
        <message>
            <source>Who signs…</source>
            <translation>Quiénes firman…</translation>
        </message>
        <message>
            <source>Signing: {roles}</source>
            <translation>Firman: {roles}</translation>
        </message>
    </context>
    <context>
        <name>SigningSheet</name>
        <message>
            <source>Sign the minutes</source>
            <translation>Firmar el acta</translation>
        </message>
        <message>
            <source>The signature is added to the PDF; those that are there go on holding.</source>
            <translation>La firma se agrega al PDF; las que ya están siguen valiendo.</translation>
        </message>
        <message>
            <source>Sign</source>
            <translation>Firmar</translation>
        </message>
        <message>
            <source>Place</source>
            <translation>Lugar de la firma</translation>
        </message>
        <message>
            <source>Certificate file (.p12, .pfx)</source>
            <translation>Archivo de certificado (.p12, .pfx)</translation>
        </message>
        <message>
            <source>Token or card (PKCS#11)</source>
            <translation>Token o tarjeta (PKCS#11)</translation>
        </message>
        <message>
            <source>Sign with</source>
            <translation>Firmar con</translation>
        </message>
        <message>
            <source>Choose the file</source>
            <translation>Elegir el archivo</translation>
        </message>
        <message>
            <source>File</source>
            <translation>Archivo</translation>
        </message>
        <message>
            <source>For a token: the module of its maker (.so, .dll).</source>
            <translation>Para un token: el módulo del fabricante (.so, .dll).</translation>
        </message>
        <message>
            <source>Passphrase or PIN</source>
            <translation>Clave o PIN</translation>
        </message>
        <message>
            <source>It is not kept anywhere.</source>
            <translation>No se guarda en ningún lado.</translation>
        </message>
        <message>
            <source>Which token, if there are several</source>
            <translation>Qué token, si hay varios</translation>
        </message>
        <message>
            <source>Reason</source>
            <translation>Motivo</translation>
        </message>
        <message>
            <source>Place where it is signed</source>
            <translation>Ciudad o sede</translation>
        </message>
        <message>
            <source>Timestamp server (optional)</source>
            <translation>Servidor de sello de tiempo (opcional)</translation>
        </message>
        <message>
            <source>Nobody else will sign: with this one the minutes are signed</source>
            <translation>No firma nadie más: con esta, el acta queda firmada</translation>
        </message>
        <message>
            <source>Last signature</source>
            <translation>Última firma</translation>
        </message>
        <message>
            <source>There is no such file.</source>
            <translation>Ese archivo no existe.</translation>
        </message>
        <message>
            <source>It has to be an address that begins with https://</source>
            <translation>Tiene que ser una dirección que empiece con https://</translation>
        </message>
    </context>
    <context>
        <name>SittingSheets</name>
        <message>
            <source>Day</source>
            <translation>Día</translation>
        </message>
        <message>
            <source>Hour</source>
            <translation>Hora</translation>
        </message>
        <message>
            <source>How long</source>
            <translation>Cuánto dura</translation>
        </message>
        <message>
            <source>min</source>
            <translation>min</translation>
        </message>
        <message>
            <source>no end</source>
            <translation>sin hora de fin</translation>
        </message>
        <message>
            <source>Name of the council, known or new</source>
            <translation>Nombre del consejo, conocido o nuevo</translation>
        </message>
        <message>
            <source>The centre of the district</source>
            <translation>El centro del distrito</translation>
        </message>
        <message>
            <source>Council</source>
            <translation>Consejo</translation>
        </message>
        <message>
            <source>Title</source>
            <translation>Título</translation>
        </message>
        <message>
            <source>Place</source>
            <translation>Lugar</translation>
        </message>
        <message>
            <source>Mode</source>
            <translation>Modalidad</translation>
        </message>
        <message>
            <source>Number of the Zoom meeting</source>
            <translation>Número de la reunión de Zoom</translation>
        </message>
        <message>
            <source>Sitting of {month}</source>
            <translation>Sesión de {month}</translation>
        </message>
        <message>
            <source>Change the sitting</source>
            <translation>Modificar la sesión</translation>
        </message>
        <message>
            <source>Plan a sitting</source>
            <translation>Planificar una sesión</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>Guardar</translation>
        </message>
        <message>
            <source>Plan</source>
            <translation>Planificar</translation>
        </message>
        <message>
            <source>Choose at least one day.</source>
            <translation>Elegí al menos un día.</translation>
        </message>
        <message>
            <source>Kind of council</source>
            <translation>Tipo de consejo</translation>
        </message>
        <message>
            <source>Day, hour and how long</source>
            <translation>Día, hora y duración</translation>
        </message>
        <message>
            <source>It does not repeat</source>
            <translation>No se repite</translation>
        </message>
        <message>
            <source>Every week</source>
            <translation>Todas las semanas</translation>
        </message>
        <message>
            <source>Every two weeks</source>
            <translation>Cada dos semanas</translation>
        </message>
        <message>
            <source>Every month, the same weekday</source>
            <translation>Todos los meses, el mismo día de la semana</translation>
        </message>
        <message>
            <source>times</source>
            <translation>veces</translation>
        </message>
        <message>
            <source>Repeats</source>
            <translation>Se repite</translation>
        </message>
        <message>
            <source>How often</source>
            <translation>Cuántas veces</translation>
        </message>
        <message>
            <source>Days: untick those on which it does not meet</source>
            <translation>Días: destildá los que no se reúne</translation>
        </message>
        <message>
            <source>Take {what} out</source>
            <translation>Sacar {what}</translation>
        </message>
        <message>
            <source>Begin with items of the last agenda</source>
            <translation>Empezar con puntos del último orden del día</translation>
        </message>
        <message>
            <source>A quarter…</source>
            <translation>Un barrio…</translation>
        </message>
        <message>
            <source>A topic…</source>
            <translation>Un tema…</translation>
        </message>
        <message>
            <source>Quarters of the council</source>
            <translation>Barrios del consejo</translation>
        </message>
        <message>
            <source>Topics of the council</source>
            <translation>Temas del consejo</translation>
        </message>
        <message>
            <source>It is a holiday: {name}.</source>
            <translation>Es feriado: {name}.</translation>
        </message>
        <message>
            <source>This one and all that follow ({count})</source>
            <translation>Esta y las que siguen ({count})</translation>
        </message>
        <message>
            <source>Only this one</source>
            <translation>Solo esta</translation>
        </message>
        <message>
            <source>Say which council meets.</source>
            <translation>Falta decir qué consejo se reúne.</translation>
        </message>
        <message>
            <source>Give it a title.</source>
            <translation>Ponele un título.</translation>
        </message>
        <message>
            <source>Write the hour like 19:00.</source>
            <translation>Escribí la hora así: 19:00.</translation>
        </message>
        <message>
            <source>A number of 9 to 11 digits, like 912 3456 7890.</source>
            <translation>Un número de 9 a 11 cifras, como 912 3456 7890.</translation>
        </message>
        <message>
            <source>Proposed from the sitting of {day}.</source>
            <translation>Propuesto a partir de la sesión del {day}.</translation>
        </message>
        <message>
            <source>Postponed then, first on this agenda: {items}.</source>
            <translation>Postergado aquella vez, primero en este orden del día: {items}.</translation>
        </message>
        <message>
            <source>Open commitments:</source>
            <translation>Compromisos abiertos:</translation>
        </message>
        <message>
            <source>and {count} more</source>
            <translation>y {count} más</translation>
        </message>
        <message>
            <source>Call the sitting off?</source>
            <translation>¿Suspender la sesión?</translation>
        </message>
        <message>
            <source>Call off</source>
            <translation>Suspender</translation>
        </message>
        <message>
            <source>It is cancelled</source>
            <translation>Se suspende</translation>
        </message>
        <message>
            <source>It was planned by mistake</source>
            <translation>Se planificó por error</translation>
        </message>
        <message>
            <source>Why it is called off</source>
            <translation>Por qué no se hace</translation>
        </message>
        <message>
            <source>It stays on the calendar as cancelled; its agenda waits for the next sitting.</source>
            <translation>Queda en el calendario como suspendida; sus puntos pasan a la próxima sesión.</translation>
        </message>
        <message>
            <source>It goes off the calendar as if it had never been there.</source>
            <translation>Sale del calendario como si nunca hubiera estado.</translation>
        </message>
        <message>
            <source>It is one of a series</source>
            <translation>Es parte de una serie</translation>
        </message>
        <message>
            <source>Ctrl+Z on this page takes it back.</source>
            <translation>Con Ctrl+Z en esta página se deshace.</translation>
        </message>
        <message>
            <source>Poster to print (PDF)</source>
            <translation>Cartel para imprimir (PDF)</translation>
        </message>
        <message>
            <source>Poster to edit (Word)</source>
            <translation>Cartel para modificar (Word)</translation>
        </message>
        <message>
            <source>Message for WhatsApp (it is copied)</source>
            <translation>Mensaje para WhatsApp (se copia)</translation>
        </message>
        <message>
            <source>Page for the city's site (HTML)</source>
            <translation>Página para el sitio de la ciudad (HTML)</translation>
        </message>
        <message>
            <source>Calendar (iCalendar)</source>
            <translation>Calendario (iCalendar)</translation>
        </message>
        <message>
            <source>As what</source>
            <translation>En qué formato</translation>
        </message>
        <message>
            <source>The whole city</source>
            <translation>Toda la ciudad</translation>
        </message>
        <message>
            <source>District</source>
            <translation>Distrito</translation>
        </message>
        <message>
            <source>For whom</source>
            <translation>Para quién</translation>
        </message>
        <message>
            <source>Tell the agenda of these days</source>
            <translation>Compartir la agenda de estos días</translation>
        </message>
        <message>
            <source>Make it</source>
            <translation>Hacerla</translation>
        </message>
        <message>
            <source>Save the agenda</source>
            <translation>Guardar la agenda</translation>
        </message>
        <message>
            <source>The message is copied: paste it into the group.</source>
            <translation>El mensaje está copiado: pegalo en el grupo.</translation>
        </message>
        <message>
            <source>Saved: {path}</source>
            <translation>Guardado: {path}</translation>
        </message>
        <message>
            <source>Who facilitates</source>
            <translation>Quién facilita</translation>
        </message>
        <message>
            <source>For anybody</source>
            <translation>Para cualquiera</translation>
        </message>
        <message>
            <source>Then links and numbers of Zoom are left out.</source>
            <translation>Entonces va sin enlaces ni números de Zoom.</translation>
        </message>
    </context>
    <context>
        <name>SittingsSheet</name>
        <message>
            <source>Close</source>
            <translation>Cerrar</translation>
        </message>
        <message>
            <source>Day</source>
            <translation>Día</translation>
        </message>
        <message>
            <source>Council</source>
            <translation>Consejo</translation>
        </message>
        <message>
            <source>Sitting</source>
            <translation>Sesión</translation>
        </message>
    </context>
    <context>
        <name>StartPage</name>
        <message numerus="yes">
            <source>Use at least %n characters.</source>
            <translation>
                <numerusform>Usá al menos %n carácter.</numerusform>
                <numerusform>Usá al menos %n caracteres.</numerusform>
            </translation>
        </message>
        <message>
            <source>It is not the same as above.</source>
            <translation>No es igual a la de arriba.</translation>
        </message>
        <message>
            <source>Welcome to Cabildo</source>
            <translation>Te damos la bienvenida a Cabildo</translation>
        </message>
        <message>
            <source>Say once which desk this is. Everything is kept encrypted on this laptop.</source>
            <translation>Decí una sola vez qué puesto es este. Todo queda cifrado en esta computadora.</translation>
        </message>
        <message>
            <source>City</source>
            <translation>Ciudad</translation>
        </message>
        <message>
            <source>District</source>
            <translation>Distrito</translation>
        </message>
        <message>
            <source>Passphrase</source>
            <translation>Contraseña</translation>
        </message>
        <message>
            <source>The passphrase again</source>
            <translation>La contraseña otra vez</translation>
        </message>
        <message>
            <source>Make the record of this desk</source>
            <translation>Crear el registro de este puesto</translation>
        </message>
        <message>
            <source>Restore a backup</source>
            <translation>Restaurar un respaldo</translation>
        </message>
        <message>
            <source>Write down the recovery code</source>
            <translation>Anotá el código de recuperación</translation>
        </message>
        <message>
            <source>It opens the record if the passphrase is forgotten. It is shown this once; without either of the two, nobody can open the record. Keep it on paper, not on this laptop.</source>
            <translation>Abre el registro si se olvida la contraseña. Se muestra esta única vez; sin ninguna de las dos cosas, nadie puede abrirlo. Guardalo en papel, no en esta computadora.</translation>
        </message>
        <message>
            <source>Recovery code</source>
            <translation>Código de recuperación</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>Copiar</translation>
        </message>
        <message>
            <source>I have it on paper</source>
            <translation>Lo tengo en papel</translation>
        </message>
        <message>
            <source>Open Cabildo</source>
            <translation>Abrir Cabildo</translation>
        </message>
    </context>
    <context>
        <name>StatusStrip</name>
        <message>
            <source>Status</source>
            <translation>Estado</translation>
        </message>
        <message>
            <source>No sitting chosen</source>
            <translation>Ninguna sesión elegida</translation>
        </message>
        <message>
            <source>saved {time}</source>
            <translation>guardado {time}</translation>
        </message>
        <message>
            <source>on this laptop alone</source>
            <translation>solo en esta computadora</translation>
        </message>
        <message>
            <source>all sent</source>
            <translation>todo enviado</translation>
        </message>
        <message numerus="yes">
            <source>%n to send</source>
            <translation>
                <numerusform>%n por enviar</numerusform>
                <numerusform>%n por enviar</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n to send - no connection</source>
            <translation>
                <numerusform>%n por enviar - sin conexión</numerusform>
                <numerusform>%n por enviar - sin conexión</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>StickCard</name>
        <message>
            <source>Take a stick in…</source>
            <translation>Tomar un pendrive…</translation>
        </message>
        <message>
            <source>Carry on a stick…</source>
            <translation>Llevar en un pendrive…</translation>
        </message>
        <message numerus="yes">
            <source>%n under way on a stick, confirmed by nobody yet</source>
            <translation>
                <numerusform>%n va en un pendrive y nadie lo confirmó todavía</numerusform>
                <numerusform>%n van en un pendrive y nadie los confirmó todavía</numerusform>
            </translation>
        </message>
        <message>
            <source>They stay to be sent until the receipt comes back on the stick, or there is a network.</source>
            <translation>Siguen por enviar hasta que la constancia vuelva en el pendrive o haya red.</translation>
        </message>
        <message>
            <source>Without a network a stick does: closed and signed, nobody reads or changes it on the way.</source>
            <translation>Sin red sirve un pendrive: va cerrado y firmado, y en el camino nadie lo lee ni lo cambia.</translation>
        </message>
    </context>
    <context>
        <name>StickSheets</name>
        <message>
            <source>Carry on a stick</source>
            <translation>Llevar en un pendrive</translation>
        </message>
        <message>
            <source>Choose the place…</source>
            <translation>Elegir el lugar…</translation>
        </message>
        <message>
            <source>To the centre</source>
            <translation>Al centro</translation>
        </message>
        <message>
            <source>To the laptop beside</source>
            <translation>A la notebook de al lado</translation>
        </message>
        <message>
            <source>For whom</source>
            <translation>Para quién</translation>
        </message>
        <message>
            <source>All that is to be sent, for the shared database of the city. Whoever looks after it takes the file in and gives back a receipt, with what others wrote.</source>
            <translation>Todo lo que está por enviar, para la base compartida de la ciudad. Quien la administra toma el archivo y devuelve una constancia, con lo que escribieron los demás.</translation>
        </message>
        <message>
            <source>For two laptops of one evening, door and table. The other one asks for a code, which this screen shows: say it aloud.</source>
            <translation>Para dos notebooks de una misma sesión, la de la puerta y la de la mesa. La otra pide un código, que aparece en esta pantalla: decilo en voz alta.</translation>
        </message>
        <message>
            <source>Code of the file</source>
            <translation>Código del archivo</translation>
        </message>
        <message>
            <source>On the other laptop: Take a stick in, the file {name}, and this code. It is shown nowhere else and is not on the stick; with another file comes another code.</source>
            <translation>En la otra notebook: Tomar un pendrive, el archivo {name} y este código. No se muestra en ningún otro lado ni está en el pendrive; otro archivo trae otro código.</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>Listo</translation>
        </message>
        <message>
            <source>Code</source>
            <translation>Código</translation>
        </message>
        <message>
            <source>As the other screen shows it; capitals and dashes do not matter.</source>
            <translation>Como lo muestra la otra pantalla; no importan las mayúsculas ni los guiones.</translation>
        </message>
    </context>
    <context>
        <name>StickWords</name>
        <message numerus="yes">
            <source>%n entries are on the stick, in {name}. They stay to be sent until the receipt comes back, or the network. Eject the stick before you pull it out.</source>
            <translation>
                <numerusform>%n asiento va en el pendrive, en {name}. Sigue por enviar hasta que vuelva la constancia o la red. Expulsá el pendrive antes de sacarlo.</numerusform>
                <numerusform>%n asientos van en el pendrive, en {name}. Siguen por enviar hasta que vuelva la constancia o la red. Expulsá el pendrive antes de sacarlo.</numerusform>
            </translation>
        </message>
        <message>
            <source>All that «{name}» wrote was here already.</source>
            <translation>Todo lo que escribió «{name}» ya estaba acá.</translation>
        </message>
        <message numerus="yes">
            <source>%n entries of «{name}» were taken in.</source>
            <translation>
                <numerusform>Se tomó %n asiento de «{name}».</numerusform>
                <numerusform>Se tomaron %n asientos de «{name}».</numerusform>
            </translation>
        </message>
        <message>
            <source>That receipt was taken in already, or a newer word came since: nothing changed.</source>
            <translation>Esa constancia ya se tomó, o después llegó una respuesta más nueva: no cambió nada.</translation>
        </message>
        <message numerus="yes">
            <source>%n carried</source>
            <translation>
                <numerusform>%n entregado</numerusform>
                <numerusform>%n entregados</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n confirmed</source>
            <translation>
                <numerusform>%n confirmado</numerusform>
                <numerusform>%n confirmados</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n put aside by the server.</source>
            <translation>
                <numerusform>El servidor apartó %n.</numerusform>
                <numerusform>El servidor apartó %n.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n entries of others came with it.</source>
            <translation>
                <numerusform>Trajo %n asiento de otros puestos.</numerusform>
                <numerusform>Trajo %n asientos de otros puestos.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n are still to be sent.</source>
            <translation>
                <numerusform>Queda %n por enviar.</numerusform>
                <numerusform>Quedan %n por enviar.</numerusform>
            </translation>
        </message>
        <message>
            <source>There is nothing to send; with {name} the centre answers what others wrote. Eject the stick before you pull it out.</source>
            <translation>No hay nada por enviar; con {name} el centro contesta lo que escribieron otros puestos. Expulsá el pendrive antes de sacarlo.</translation>
        </message>
    </context>
    <context>
        <name>Sticks</name>
        <message>
            <source>Carry on a stick</source>
            <translation>Llevar en un pendrive</translation>
        </message>
        <message>
            <source>Take a stick in</source>
            <translation>Tomar un pendrive</translation>
        </message>
        <message>
            <source>Code of the file</source>
            <translation>Código del archivo</translation>
        </message>
        <message>
            <source>Take in</source>
            <translation>Tomar</translation>
        </message>
        <message>
            <source>Stick of Cabildo (*{ending});;All (*)</source>
            <translation>Pendrive de Cabildo (*{ending});;Todos (*)</translation>
        </message>
    </context>
    <context>
        <name>Story</name>
        <message>
            <source>Ticked</source>
            <translation>Marcada</translation>
        </message>
        <message>
            <source>Not ticked</source>
            <translation>Sin marcar</translation>
        </message>
    </context>
    <context>
        <name>SumStrip</name>
        <message>
            <source>In the room</source>
            <translation>En la sala</translation>
        </message>
        <message>
            <source>On Zoom</source>
            <translation>En Zoom</translation>
        </message>
        <message>
            <source>Both</source>
            <translation>Ambas</translation>
        </message>
        <message>
            <source>People</source>
            <translation>Personas</translation>
        </message>
        <message numerus="yes">
            <source>%n without a name in the room</source>
            <translation>
                <numerusform>%n sin nombre en la sala</numerusform>
                <numerusform>%n sin nombre en la sala</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n only waited outside</source>
            <translation>
                <numerusform>%n quedó en la sala de espera</numerusform>
                <numerusform>%n quedaron en la sala de espera</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n to decide</source>
            <translation>
                <numerusform>%n por decidir</numerusform>
                <numerusform>%n por decidir</numerusform>
            </translation>
        </message>
        <message>
            <source>Everything is decided</source>
            <translation>Todo decidido</translation>
        </message>
    </context>
    <context>
        <name>SurveyPanel</name>
        <message>
            <source>Perception survey</source>
            <translation>Encuesta de percepción</translation>
        </message>
    </context>
    <context>
        <name>SurveyWords</name>
        <message numerus="yes">
            <source>of %n connections</source>
            <translation>
                <numerusform>de %n conexión</numerusform>
                <numerusform>de %n conexiones</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n answered</source>
            <translation>
                <numerusform>Respondió %n</numerusform>
                <numerusform>Respondieron %n</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n without an answer</source>
            <translation>
                <numerusform>%n sin respuesta</numerusform>
                <numerusform>%n sin respuesta</numerusform>
            </translation>
        </message>
        <message>
            <source>several choices allowed</source>
            <translation>se podía elegir más de una</translation>
        </message>
        <message>
            <source>anonymous</source>
            <translation>anónima</translation>
        </message>
    </context>
    <context>
        <name>Surveys</name>
        <message>
            <source>{answered} of {replies} sheets answered it</source>
            <translation>La contestaron {answered} de {replies} planillas</translation>
        </message>
        <message>
            <source>{total} in all, {each} each</source>
            <translation>{total} en total, {each} de promedio</translation>
        </message>
        <message>
            <source>No data</source>
            <translation>Sin dato</translation>
        </message>
        <message>
            <source>On paper</source>
            <translation>En papel</translation>
        </message>
        <message>
            <source>On a tablet</source>
            <translation>En tableta</translation>
        </message>
        <message>
            <source>House by house</source>
            <translation>Casa por casa</translation>
        </message>
        <message>
            <source>By telephone</source>
            <translation>Por teléfono</translation>
        </message>
        <message>
            <source>In the call</source>
            <translation>En la videollamada</translation>
        </message>
    </context>
    <context>
        <name>SurveysPage</name>
        <message>
            <source>These sheets are of a sitting, and none has been held yet: they are typed once one is opened.</source>
            <translation>Esta encuesta es sobre una sesión y todavía no se hizo ninguna: las planillas se cargan después de abrir la primera.</translation>
        </message>
        <message>
            <source>Surveys</source>
            <translation>Encuestas</translation>
        </message>
        <message>
            <source>Take in a table</source>
            <translation>Incorporar una tabla</translation>
        </message>
        <message>
            <source>Print for paper…</source>
            <translation>Imprimir para papel…</translation>
        </message>
        <message>
            <source>Boxes to tick, as PDF or Word; of the sitting in hand, if it is not over</source>
            <translation>Con casilleros para marcar, en PDF o Word; con los datos de la sesión elegida, si no pasó</translation>
        </message>
        <message>
            <source>Of no sitting: of a household</source>
            <translation>De un hogar, sin sesión</translation>
        </message>
        <message>
            <source>Quarter: no data</source>
            <translation>Barrio: sin dato</translation>
        </message>
        <message numerus="yes">
            <source>%n sheets</source>
            <translation>
                <numerusform>%n planilla</numerusform>
                <numerusform>%n planillas</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n typed now</source>
            <translation>
                <numerusform>%n cargada recién</numerusform>
                <numerusform>%n cargadas recién</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n sheets were written down</source>
            <translation>
                <numerusform>Se anotó %n planilla</numerusform>
                <numerusform>Se anotaron %n planillas</numerusform>
            </translation>
        </message>
        <message>
            <source>Spreadsheets (*.csv *.txt *.tsv *.xlsx *.xlsm *.ods *.xls)</source>
            <translation>Planillas (*.csv *.txt *.tsv *.xlsx *.xlsm *.ods *.xls)</translation>
        </message>
        <message>
            <source>Take in answers</source>
            <translation>Incorporar respuestas</translation>
        </message>
        <message>
            <source>PDF (*.pdf);;Word documents (*.docx)</source>
            <translation>PDF (*.pdf);;Documentos de Word (*.docx)</translation>
        </message>
        <message>
            <source>Questionnaire for paper</source>
            <translation>Cuestionario para papel</translation>
        </message>
        <message>
            <source>The questionnaire is in {path}. Print it from there.</source>
            <translation>El cuestionario está en {path}. Imprimilo desde ahí.</translation>
        </message>
        <message>
            <source>Questionnaire</source>
            <translation>Cuestionario</translation>
        </message>
        <message>
            <source>Sitting</source>
            <translation>Sesión</translation>
        </message>
        <message>
            <source>Quarter</source>
            <translation>Barrio</translation>
        </message>
        <message>
            <source>How it was answered</source>
            <translation>Cómo se contestó</translation>
        </message>
        <message>
            <source>The day</source>
            <translation>El día</translation>
        </message>
        <message>
            <source>Results</source>
            <translation>Resultados</translation>
        </message>
        <message>
            <source>This sitting</source>
            <translation>Esta sesión</translation>
        </message>
        <message>
            <source>All</source>
            <translation>Todas</translation>
        </message>
        <message>
            <source>Which sheets</source>
            <translation>Qué planillas</translation>
        </message>
        <message>
            <source>Sheets…</source>
            <translation>Planillas…</translation>
        </message>
        <message>
            <source>Every sheet, to take out a wrong one</source>
            <translation>Todas las planillas, para quitar una mal cargada</translation>
        </message>
        <message>
            <source>No sheet has been written down yet</source>
            <translation>Todavía no se anotó ninguna planilla</translation>
        </message>
        <message numerus="yes">
            <source>%n were there already</source>
            <translation>
                <numerusform>%n ya estaba</numerusform>
                <numerusform>%n ya estaban</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n typed as of Zoom are not counted: the poll of the call is.</source>
            <translation>
                <numerusform>%n cargada como de Zoom no se cuenta: ya se cuenta la encuesta de la videollamada.</numerusform>
                <numerusform>%n cargadas como de Zoom no se cuentan: ya se cuenta la encuesta de la videollamada.</numerusform>
            </translation>
        </message>
        <message>
            <source>Choose by number. At the end Enter writes the sheet down and the next one begins.</source>
            <translation>Se elige por número. Con Enter, al final, la planilla queda anotada y empieza la siguiente.</translation>
        </message>
    </context>
    <context>
        <name>SyncFields</name>
        <message>
            <source>to whom it was sent</source>
            <translation>a quién se envió</translation>
        </message>
        <message>
            <source>name</source>
            <translation>nombre</translation>
        </message>
        <message>
            <source>name she goes by</source>
            <translation>nombre elegido</translation>
        </message>
        <message>
            <source>document</source>
            <translation>documento</translation>
        </message>
        <message>
            <source>date of birth</source>
            <translation>fecha de nacimiento</translation>
        </message>
        <message>
            <source>age</source>
            <translation>edad</translation>
        </message>
        <message>
            <source>gender</source>
            <translation>género</translation>
        </message>
        <message>
            <source>telephone</source>
            <translation>teléfono</translation>
        </message>
        <message>
            <source>e-mail</source>
            <translation>correo</translation>
        </message>
        <message>
            <source>address</source>
            <translation>domicilio</translation>
        </message>
        <message>
            <source>quarter</source>
            <translation>barrio</translation>
        </message>
        <message>
            <source>district</source>
            <translation>distrito</translation>
        </message>
        <message>
            <source>organisation</source>
            <translation>organización</translation>
        </message>
        <message>
            <source>consent</source>
            <translation>consentimiento</translation>
        </message>
        <message>
            <source>who answers for her</source>
            <translation>persona responsable</translation>
        </message>
        <message>
            <source>note</source>
            <translation>nota</translation>
        </message>
        <message>
            <source>taken out</source>
            <translation>baja</translation>
        </message>
        <message>
            <source>kind</source>
            <translation>tipo</translation>
        </message>
        <message>
            <source>contact</source>
            <translation>contacto</translation>
        </message>
        <message>
            <source>title</source>
            <translation>título</translation>
        </message>
        <message>
            <source>place</source>
            <translation>lugar</translation>
        </message>
        <message>
            <source>form of the sitting</source>
            <translation>modalidad</translation>
        </message>
        <message>
            <source>day and hour</source>
            <translation>día y hora</translation>
        </message>
        <message>
            <source>opened</source>
            <translation>apertura</translation>
        </message>
        <message>
            <source>closed</source>
            <translation>cierre</translation>
        </message>
        <message>
            <source>link of the call</source>
            <translation>enlace de la videollamada</translation>
        </message>
        <message>
            <source>people without a name</source>
            <translation>personas sin nombre</translation>
        </message>
        <message>
            <source>who presents</source>
            <translation>quién presenta</translation>
        </message>
        <message>
            <source>notes</source>
            <translation>notas</translation>
        </message>
        <message>
            <source>outcome</source>
            <translation>resultado</translation>
        </message>
        <message>
            <source>minutes planned</source>
            <translation>minutos previstos</translation>
        </message>
        <message>
            <source>beginning</source>
            <translation>comienzo</translation>
        </message>
        <message>
            <source>end</source>
            <translation>final</translation>
        </message>
        <message>
            <source>who</source>
            <translation>quién</translation>
        </message>
        <message>
            <source>item of the agenda</source>
            <translation>punto del orden del día</translation>
        </message>
        <message>
            <source>arrival</source>
            <translation>llegada</translation>
        </message>
        <message>
            <source>leaving</source>
            <translation>salida</translation>
        </message>
        <message>
            <source>companions</source>
            <translation>acompañantes</translation>
        </message>
        <message>
            <source>whom she represents</source>
            <translation>a quién representa</translation>
        </message>
        <message>
            <source>way of taking part</source>
            <translation>forma de participar</translation>
        </message>
        <message>
            <source>verdict</source>
            <translation>decisión</translation>
        </message>
        <message>
            <source>text</source>
            <translation>texto</translation>
        </message>
        <message>
            <source>topic</source>
            <translation>tema</translation>
        </message>
        <message>
            <source>who raised it</source>
            <translation>quién lo pidió</translation>
        </message>
        <message>
            <source>department</source>
            <translation>área municipal</translation>
        </message>
        <message>
            <source>state</source>
            <translation>estado</translation>
        </message>
        <message>
            <source>who is responsible</source>
            <translation>responsable</translation>
        </message>
        <message>
            <source>due date</source>
            <translation>plazo</translation>
        </message>
        <message>
            <source>(empty)</source>
            <translation>(vacío)</translation>
        </message>
        <message>
            <source>who facilitates</source>
            <translation>quién facilita</translation>
        </message>
        <message>
            <source>length</source>
            <translation>duración</translation>
        </message>
        <message>
            <source>called off</source>
            <translation>suspendida</translation>
        </message>
        <message>
            <source>link of the stream</source>
            <translation>enlace de la transmisión</translation>
        </message>
        <message>
            <source>link to register</source>
            <translation>enlace de inscripción</translation>
        </message>
        <message>
            <source>views of the stream</source>
            <translation>vistas de la transmisión</translation>
        </message>
        <message>
            <source>number of the call</source>
            <translation>número de la videollamada</translation>
        </message>
        <message>
            <source>order</source>
            <translation>orden</translation>
        </message>
        <message>
            <source>place on the map</source>
            <translation>lugar en el mapa</translation>
        </message>
        <message>
            <source>council</source>
            <translation>consejo</translation>
        </message>
        <message>
            <source>sitting</source>
            <translation>sesión</translation>
        </message>
        <message>
            <source>quarters</source>
            <translation>barrios</translation>
        </message>
        <message>
            <source>topics</source>
            <translation>temas</translation>
        </message>
        <message>
            <source>who signs</source>
            <translation>quiénes firman</translation>
        </message>
        <message>
            <source>undone</source>
            <translation>deshecha</translation>
        </message>
        <message>
            <source>lines of the call</source>
            <translation>renglones de la videollamada</translation>
        </message>
        <message>
            <source>channel</source>
            <translation>medio</translation>
        </message>
        <message>
            <source>day of the invitation</source>
            <translation>día del aviso</translation>
        </message>
        <message>
            <source>who was reached</source>
            <translation>a quién se llegó</translation>
        </message>
        <message>
            <source>what came of it</source>
            <translation>qué resultó</translation>
        </message>
        <message>
            <source>answers</source>
            <translation>respuestas</translation>
        </message>
        <message>
            <source>in her own words</source>
            <translation>en sus palabras</translation>
        </message>
        <message>
            <source>day of the answers</source>
            <translation>día de las respuestas</translation>
        </message>
        <message>
            <source>what was done</source>
            <translation>qué se hizo</translation>
        </message>
        <message>
            <source>what it took</source>
            <translation>qué hizo falta</translation>
        </message>
        <message>
            <source>with whom</source>
            <translation>con quiénes</translation>
        </message>
        <message>
            <source>when it was</source>
            <translation>cuándo fue</translation>
        </message>
        <message>
            <source>picture</source>
            <translation>foto</translation>
        </message>
        <message>
            <source>what the picture shows</source>
            <translation>qué muestra la foto</translation>
        </message>
        <message>
            <source>inhabitants</source>
            <translation>habitantes</translation>
        </message>
        <message>
            <source>area on the map</source>
            <translation>área en el mapa</translation>
        </message>
        <message>
            <source>another detail</source>
            <translation>otro dato</translation>
        </message>
        <message>
            <source>(not shown here)</source>
            <translation>(no se muestra acá)</translation>
        </message>
    </context>
    <context>
        <name>SyncFiles</name>
        <message>
            <source>Enrolment file</source>
            <translation>Archivo de inscripción</translation>
        </message>
        <message>
            <source>This laptop is enrolled as «{name}». What it may see is on its way; you can go on working.</source>
            <translation>Esta notebook quedó inscripta como «{name}». Lo que puede ver está en camino; se puede seguir trabajando.</translation>
        </message>
        <message>
            <source>Save the receipt</source>
            <translation>Guardar la constancia</translation>
        </message>
        <message>
            <source>The receipt is in {path}</source>
            <translation>La constancia está en {path}</translation>
        </message>
        <message>
            <source>Enrolment, or a picture of its code (*.cabildo *.png *.jpg *.jpeg);;All (*)</source>
            <translation>Inscripción, o una imagen de su código (*.cabildo *.png *.jpg *.jpeg);;Todos (*)</translation>
        </message>
    </context>
    <context>
        <name>SyncPage</name>
        <message>
            <source>Sharing</source>
            <translation>Sincronización</translation>
        </message>
        <message>
            <source>What was written on this desk, in the shared database of the city</source>
            <translation>Lo que se anotó en este puesto, en la base compartida de la ciudad</translation>
        </message>
        <message>
            <source>Send now</source>
            <translation>Enviar ahora</translation>
        </message>
        <message>
            <source>To send</source>
            <translation>Por enviar</translation>
        </message>
        <message>
            <source>Confirmed</source>
            <translation>Confirmados</translation>
        </message>
        <message>
            <source>In quarantine</source>
            <translation>En cuarentena</translation>
        </message>
        <message numerus="yes">
            <source>%n waiting to be applied</source>
            <translation>
                <numerusform>%n espera para ser aplicado</numerusform>
                <numerusform>%n esperan para ser aplicados</numerusform>
            </translation>
        </message>
        <message>
            <source>Sending…</source>
            <translation>Enviando…</translation>
        </message>
        <message>
            <source>Nothing to send, no connection since {time}</source>
            <translation>Nada por enviar, sin conexión desde las {time}</translation>
        </message>
        <message numerus="yes">
            <source>%n to send, no connection since {time}</source>
            <translation>
                <numerusform>%n por enviar, sin conexión desde las {time}</numerusform>
                <numerusform>%n por enviar, sin conexión desde las {time}</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n to send</source>
            <translation>
                <numerusform>%n por enviar</numerusform>
                <numerusform>%n por enviar</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Everything arrived, but %n do not count there: below it says why</source>
            <translation>
                <numerusform>Todo llegó, pero %n asiento no cuenta allá: abajo dice por qué</numerusform>
                <numerusform>Todo llegó, pero %n asientos no cuentan allá: abajo dice por qué</numerusform>
            </translation>
        </message>
        <message>
            <source>Everything is in the shared database</source>
            <translation>Todo está en la base compartida</translation>
        </message>
        <message>
            <source>Server: {server}</source>
            <translation>Servidor: {server}</translation>
        </message>
        <message>
            <source>last contact {time}</source>
            <translation>último contacto {time}</translation>
        </message>
        <message numerus="yes">
            <source>%n sent</source>
            <translation>
                <numerusform>%n enviado</numerusform>
                <numerusform>%n enviados</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n confirmed</source>
            <translation>
                <numerusform>%n confirmado</numerusform>
                <numerusform>%n confirmados</numerusform>
            </translation>
        </message>
        <message>
            <source>Desk {name} ({number})</source>
            <translation>Puesto {name} ({number})</translation>
        </message>
        <message>
            <source>up to entry {number}, seal {seal}</source>
            <translation>hasta el asiento {number}, sello {seal}</translation>
        </message>
        <message>
            <source>What was handed over</source>
            <translation>Lo que se entregó</translation>
        </message>
        <message>
            <source>Nothing was sent yet</source>
            <translation>Todavía no se envió nada</translation>
        </message>
        <message>
            <source>When there is a connection, “Send now” hands everything over and leaves a receipt here.</source>
            <translation>Cuando haya conexión, «Enviar ahora» entrega todo y deja acá su constancia.</translation>
        </message>
        <message>
            <source>Put aside by the server</source>
            <translation>Lo que el servidor apartó</translation>
        </message>
        <message>
            <source>Nothing in quarantine</source>
            <translation>Nada en cuarentena</translation>
        </message>
        <message>
            <source>This desk works on its own</source>
            <translation>Este puesto trabaja por su cuenta</translation>
        </message>
        <message>
            <source>When</source>
            <translation>CUÁNDO</translation>
        </message>
        <message>
            <source>Sent</source>
            <translation>ENVIADOS</translation>
        </message>
        <message>
            <source>CONFIRMED</source>
            <translation>CONFIRMADOS</translation>
        </message>
        <message>
            <source>Ended</source>
            <translation>CÓMO TERMINÓ</translation>
        </message>
        <message>
            <source>Contacts with the server</source>
            <translation>Contactos con el servidor</translation>
        </message>
        <message>
            <source>Entry</source>
            <translation>ASIENTO</translation>
        </message>
        <message>
            <source>About</source>
            <translation>SOBRE</translation>
        </message>
        <message>
            <source>Reason</source>
            <translation>MOTIVO</translation>
        </message>
        <message>
            <source>Entries put aside by the server</source>
            <translation>Asientos que el servidor apartó</translation>
        </message>
        <message>
            <source>Receipt…</source>
            <translation>Constancia…</translation>
        </message>
        <message>
            <source>Save the receipt of the chosen contact</source>
            <translation>Guardar la constancia del envío elegido</translation>
        </message>
        <message numerus="yes">
            <source>%n received</source>
            <translation>
                <numerusform>%n recibido</numerusform>
                <numerusform>%n recibidos</numerusform>
            </translation>
        </message>
        <message>
            <source>Under way: {words}</source>
            <translation>En curso: {words}</translation>
        </message>
        <message>
            <source>Everything is safe on this laptop. To share it with the city, ask the administrator of its database for an enrolment file, and open it here. It is good for one laptop, once.</source>
            <translation>Todo está a salvo en esta notebook. Para compartirlo con la ciudad, pedí a la administración de la base un archivo de inscripción y abrilo acá. Sirve para una sola notebook, una sola vez.</translation>
        </message>
        <message>
            <source>Open the enrolment file…</source>
            <translation>Abrir el archivo de inscripción…</translation>
        </message>
        <message numerus="yes">
            <source>the clock of this laptop was ahead: the server set %n right</source>
            <translation>
                <numerusform>el reloj de esta notebook adelantaba: el servidor corrigió %n asiento</numerusform>
                <numerusform>el reloj de esta notebook adelantaba: el servidor corrigió %n asientos</numerusform>
            </translation>
        </message>
        <message>
            <source>RECEIVED</source>
            <translation>RECIBIDOS</translation>
        </message>
        <message>
            <source>{looked} of {whole} entries of others</source>
            <translation>{looked} de {whole} asientos de otros</translation>
        </message>
        <message>
            <source>What others wrote is coming in</source>
            <translation>Está llegando lo que anotaron otros puestos</translation>
        </message>
        <message>
            <source>Read a code…</source>
            <translation>Leer un código…</translation>
        </message>
    </context>
    <context>
        <name>SyncWords</name>
        <message>
            <source>what it changes has not arrived yet</source>
            <translation>lo que modifica todavía no llegó</translation>
        </message>
        <message>
            <source>the server does not know it yet: it needs a newer version</source>
            <translation>el servidor todavía no lo conoce: necesita una versión más nueva</translation>
        </message>
        <message>
            <source>the server does not know a field yet: it needs a newer version</source>
            <translation>el servidor todavía no conoce un dato: necesita una versión más nueva</translation>
        </message>
        <message>
            <source>a value is missing without which it cannot stand</source>
            <translation>falta un dato sin el cual no se sostiene</translation>
        </message>
        <message>
            <source>a value is longer than the server takes</source>
            <translation>un dato es más largo de lo que el servidor acepta</translation>
        </message>
        <message>
            <source>a value is none of its kind (a date, a number)</source>
            <translation>un dato no es de su clase (una fecha, un número)</translation>
        </message>
        <message>
            <source>its clock is not this desk's</source>
            <translation>su reloj no es el de este puesto</translation>
        </message>
        <message>
            <source>it belongs to another district, whose desks alone change it</source>
            <translation>es de otro distrito, y solo sus puestos pueden cambiarlo</translation>
        </message>
        <message>
            <source>the name of whoever wrote it is longer than the server takes</source>
            <translation>el nombre de quien lo escribió es más largo de lo que admite el servidor</translation>
        </message>
        <message>
            <source>too much waits already for what has not arrived</source>
            <translation>ya hay demasiado esperando lo que todavía no llegó</translation>
        </message>
        <message>
            <source>it erases more at once than any neighbour leaves</source>
            <translation>borra de una vez más de lo que deja cualquier vecino</translation>
        </message>
        <message>
            <source>District</source>
            <translation>Distrito</translation>
        </message>
        <message>
            <source>Neighbourhood</source>
            <translation>Barrio</translation>
        </message>
        <message>
            <source>Neighbour</source>
            <translation>Vecina o vecino</translation>
        </message>
        <message>
            <source>Organisation</source>
            <translation>Organización</translation>
        </message>
        <message>
            <source>Council</source>
            <translation>Consejo</translation>
        </message>
        <message>
            <source>Sitting</source>
            <translation>Sesión</translation>
        </message>
        <message>
            <source>Agenda</source>
            <translation>Orden del día</translation>
        </message>
        <message>
            <source>Presence</source>
            <translation>Presencia</translation>
        </message>
        <message>
            <source>Zoom</source>
            <translation>Zoom</translation>
        </message>
        <message>
            <source>Match</source>
            <translation>Correspondencia</translation>
        </message>
        <message>
            <source>Issue</source>
            <translation>Pedido</translation>
        </message>
        <message>
            <source>Commitment</source>
            <translation>Compromiso</translation>
        </message>
        <message>
            <source>Minutes</source>
            <translation>Acta</translation>
        </message>
        <message>
            <source>laptops may make large objects, and so fill the disk</source>
            <translation>las notebooks pueden crear objetos grandes y así llenar el disco</translation>
        </message>
        <message>
            <source>laptops may make tables in the schema «public»</source>
            <translation>las notebooks pueden crear tablas en el esquema «public»</translation>
        </message>
        <message>
            <source>laptops may make temporary tables</source>
            <translation>las notebooks pueden crear tablas temporales</translation>
        </message>
        <message>
            <source>laptops may call what the extension «{where}» brings</source>
            <translation>las notebooks pueden usar lo que trae la extensión «{where}»</translation>
        </message>
        <message>
            <source>laptops may enter the database «{where}»</source>
            <translation>las notebooks pueden entrar a la base «{where}»</translation>
        </message>
        <message>
            <source>another administrator made the login of «{where}»: only that one can end its session</source>
            <translation>el usuario de «{where}» lo creó otro administrador: solo él puede cortar su sesión</translation>
        </message>
        <message>
            <source>kept</source>
            <translation>guardado</translation>
        </message>
        <message>
            <source>in quarantine</source>
            <translation>en cuarentena</translation>
        </message>
        <message>
            <source>waits for its origin</source>
            <translation>espera su alta</translation>
        </message>
        <message>
            <source>newer than the server</source>
            <translation>más nuevo que el servidor</translation>
        </message>
        <message>
            <source>incomplete</source>
            <translation>incompleto</translation>
        </message>
        <message>
            <source>too long</source>
            <translation>dato muy largo</translation>
        </message>
        <message>
            <source>unreadable value</source>
            <translation>dato ilegible</translation>
        </message>
        <message>
            <source>strange clock</source>
            <translation>reloj ajeno</translation>
        </message>
        <message>
            <source>another district's</source>
            <translation>de otro distrito</translation>
        </message>
        <message>
            <source>too long a name</source>
            <translation>nombre demasiado largo</translation>
        </message>
        <message>
            <source>too much waits</source>
            <translation>demasiado en espera</translation>
        </message>
        <message>
            <source>too much erased</source>
            <translation>demasiado borrado</translation>
        </message>
        <message>
            <source>too long for the server</source>
            <translation>demasiado largo para el servidor</translation>
        </message>
        <message>
            <source>cut: no connection</source>
            <translation>cortado: sin conexión</translation>
        </message>
        <message>
            <source>not let in</source>
            <translation>no lo dejó entrar</translation>
        </message>
        <message>
            <source>unexpected certificate</source>
            <translation>certificado inesperado</translation>
        </message>
        <message>
            <source>server busy</source>
            <translation>servidor ocupado</translation>
        </message>
        <message>
            <source>the server could not</source>
            <translation>el servidor no pudo</translation>
        </message>
        <message>
            <source>the server goes back</source>
            <translation>el servidor retrocede</translation>
        </message>
        <message>
            <source>newer server</source>
            <translation>servidor más nuevo</translation>
        </message>
        <message>
            <source>server not prepared</source>
            <translation>servidor sin preparar</translation>
        </message>
        <message>
            <source>not enrolled</source>
            <translation>sin inscribir</translation>
        </message>
        <message>
            <source>this laptop is a copy</source>
            <translation>computadora duplicada</translation>
        </message>
        <message>
            <source>an altered entry</source>
            <translation>asiento alterado</translation>
        </message>
        <message>
            <source>complete, after the server was restored</source>
            <translation>completo, con el servidor restaurado</translation>
        </message>
        <message>
            <source>complete</source>
            <translation>completo</translation>
        </message>
        <message>
            <source>altered</source>
            <translation>con cambios ajenos</translation>
        </message>
        <message>
            <source>deleted</source>
            <translation>de menos</translation>
        </message>
        <message>
            <source>without their entry</source>
            <translation>sin asiento</translation>
        </message>
        <message>
            <source>interrupted</source>
            <translation>interrumpido</translation>
        </message>
        <message>
            <source>it was altered after it was written: its seal does not fit</source>
            <translation>fue modificado después de escrito: su sello no coincide</translation>
        </message>
        <message>
            <source>a desk with this role may look, not write</source>
            <translation>un puesto con esta función puede mirar, no escribir</translation>
        </message>
        <message>
            <source>Settled difference</source>
            <translation>Diferencia resuelta</translation>
        </message>
        <message>
            <source>facilitator</source>
            <translation>facilitación</translation>
        </message>
        <message>
            <source>secretary</source>
            <translation>secretaría</translation>
        </message>
        <message>
            <source>head of district, figures without names</source>
            <translation>dirección de distrito, cifras sin nombres</translation>
        </message>
        <message>
            <source>may not write</source>
            <translation>no puede escribir</translation>
        </message>
        <message>
            <source>Signature</source>
            <translation>Firma</translation>
        </message>
        <message>
            <source>List that was sent</source>
            <translation>Listado enviado</translation>
        </message>
        <message>
            <source>Joined neighbours</source>
            <translation>Unión de fichas</translation>
        </message>
        <message>
            <source>Neighbours kept apart</source>
            <translation>Fichas que no se unen</translation>
        </message>
        <message>
            <source>Erasure</source>
            <translation>Supresión</translation>
        </message>
        <message>
            <source>Survey</source>
            <translation>Encuesta</translation>
        </message>
        <message>
            <source>Invitation</source>
            <translation>Aviso</translation>
        </message>
        <message>
            <source>Good practice</source>
            <translation>Buena práctica</translation>
        </message>
        <message>
            <source>an earlier stick is missing</source>
            <translation>falta un pendrive anterior</translation>
        </message>
        <message>
            <source>complete, on a stick</source>
            <translation>completo, por pendrive</translation>
        </message>
        <message>
            <source>complete; the names were taken from this laptop</source>
            <translation>completo; esta notebook ya no tiene nombres</translation>
        </message>
        <message numerus="yes">
            <source>%n entries</source>
            <translation>
                <numerusform>%n asiento</numerusform>
                <numerusform>%n asientos</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>TodayPage</name>
        <message>
            <source>Today</source>
            <translation>Hoy</translation>
        </message>
        <message>
            <source>Plan a sitting</source>
            <translation>Planificar sesión</translation>
        </message>
        <message>
            <source>dddd d MMMM yyyy</source>
            <translation>dddd d 'de' MMMM 'de' yyyy</translation>
        </message>
        <message numerus="yes">
            <source>%n sittings planned.</source>
            <translation>
                <numerusform>%n sesión planificada.</numerusform>
                <numerusform>%n sesiones planificadas.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n sittings changed.</source>
            <translation>
                <numerusform>%n sesión modificada.</numerusform>
                <numerusform>%n sesiones modificadas.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n sittings cancelled.</source>
            <translation>
                <numerusform>%n sesión suspendida.</numerusform>
                <numerusform>%n sesiones suspendidas.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n sittings taken off the calendar.</source>
            <translation>
                <numerusform>%n sesión sacada del calendario.</numerusform>
                <numerusform>%n sesiones sacadas del calendario.</numerusform>
            </translation>
        </message>
        <message>
            <source>The sitting is held after all.</source>
            <translation>La sesión se hace igual.</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Deshacer</translation>
        </message>
        <message>
            <source>Welcome. There is no sitting yet</source>
            <translation>Te damos la bienvenida. Todavía no hay sesiones</translation>
        </message>
        <message>
            <source>Plan the first one: which council meets, when and where. It takes half a minute.</source>
            <translation>Planificá la primera: qué consejo se reúne, cuándo y dónde. Lleva medio minuto.</translation>
        </message>
        <message>
            <source>No sitting today</source>
            <translation>Hoy no hay sesiones</translation>
        </message>
        <message>
            <source>Plan one for tonight, or choose one of the week on the right.</source>
            <translation>Planificá una para esta noche, o elegí una de la semana a la derecha.</translation>
        </message>
        <message>
            <source>Latest sittings</source>
            <translation>Últimas sesiones</translation>
        </message>
        <message>
            <source>people</source>
            <translation>personas</translation>
        </message>
        <message>
            <source>Open the sitting</source>
            <translation>Abrir la sesión</translation>
        </message>
        <message>
            <source>Ready to leave?</source>
            <translation>¿Listo para salir?</translation>
        </message>
        <message>
            <source>After the closing</source>
            <translation>Después del cierre</translation>
        </message>
    </context>
    <context>
        <name>ToldLine</name>
        <message>
            <source>Nothing is offered</source>
            <translation>No hay nada para elegir</translation>
        </message>
        <message>
            <source>F8: her consent</source>
            <translation>F8: consentimiento</translation>
        </message>
        <message>
            <source>Another (F10)</source>
            <translation>Es otra (F10)</translation>
        </message>
        <message>
            <source>Correct (F10)</source>
            <translation>Corregir (F10)</translation>
        </message>
        <message>
            <source>Answers for the minor (F10)</source>
            <translation>Es quien responde (F10)</translation>
        </message>
    </context>
    <context>
        <name>Traces</name>
        <message>
            <source>CONSENT</source>
            <translation>CONSENTIMIENTO</translation>
        </message>
        <message>
            <source>WHO CHANGED WHAT, AND WHEN</source>
            <translation>QUIÉN CAMBIÓ QUÉ Y CUÁNDO</translation>
        </message>
        <message>
            <source>She took her consent back</source>
            <translation>Retiró su consentimiento</translation>
        </message>
        <message>
            <source>{name} agreed for her (text {version})</source>
            <translation>{name} consintió en su nombre (texto {version})</translation>
        </message>
        <message>
            <source>She agreed (text {version})</source>
            <translation>Consintió (texto {version})</translation>
        </message>
        <message>
            <source>Written down</source>
            <translation>Anotada en el padrón</translation>
        </message>
        <message>
            <source>nothing</source>
            <translation>nada</translation>
        </message>
        <message>
            <source>{field}: from {before} to {after}</source>
            <translation>{field}: {before} → {after}</translation>
        </message>
    </context>
    <context>
        <name>UnlockPage</name>
        <message>
            <source>Open the record</source>
            <translation>Abrir el registro</translation>
        </message>
        <message>
            <source>The record of the councils</source>
            <translation>El registro de los consejos</translation>
        </message>
        <message>
            <source>Keep it in the keyring of this laptop</source>
            <translation>Guardarla en el llavero de esta computadora</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>Abrir</translation>
        </message>
        <message>
            <source>Restore a backup</source>
            <translation>Restaurar un respaldo</translation>
        </message>
        <message>
            <source>Opening...</source>
            <translation>Abriendo…</translation>
        </message>
        <message>
            <source>Type the passphrase first.</source>
            <translation>Escribí primero la contraseña.</translation>
        </message>
        <message>
            <source>Recovery code</source>
            <translation>Código de recuperación</translation>
        </message>
        <message>
            <source>I know the passphrase</source>
            <translation>Sé la contraseña</translation>
        </message>
        <message>
            <source>Passphrase</source>
            <translation>Contraseña</translation>
        </message>
        <message>
            <source>I forgot it: use the recovery code</source>
            <translation>Me la olvidé: usar el código de recuperación</translation>
        </message>
    </context>
    <context>
        <name>Vecinos</name>
        <message>
            <source>Neighbours</source>
            <translation>Vecinos</translation>
        </message>
        <message>
            <source>Parts of the roll</source>
            <translation>Partes del padrón</translation>
        </message>
        <message>
            <source>Roll</source>
            <translation>Padrón</translation>
        </message>
        <message>
            <source>Twice on the roll</source>
            <translation>Repetidos</translation>
        </message>
        <message>
            <source>Organisations</source>
            <translation>Organizaciones</translation>
        </message>
    </context>
    <context>
        <name>Verdict</name>
        <message>
            <source>The PDF cannot be read: it is damaged or was cut off.</source>
            <translation>El PDF no se puede leer: está dañado o incompleto.</translation>
        </message>
        <message>
            <source>It carries no electronic signature.</source>
            <translation>No lleva ninguna firma electrónica.</translation>
        </message>
        <message>
            <source>This file is not on the record: either it was changed, or it comes from somewhere else.</source>
            <translation>Este archivo no está en el registro: o fue modificado, o viene de otro lado.</translation>
        </message>
        <message>
            <source>It is the Word file of {acta}, byte for byte.</source>
            <translation>Es el archivo de Word del {acta}, byte por byte.</translation>
        </message>
        <message>
            <source>It is the final PDF of {acta}, byte for byte.</source>
            <translation>Es el PDF definitivo del {acta}, byte por byte.</translation>
        </message>
        <message>
            <source>It is the signed PDF of {acta}, byte for byte.</source>
            <translation>Es el PDF firmado del {acta}, byte por byte.</translation>
        </message>
        <message>
            <source>It is the scan of {acta}, signed on paper, byte for byte.</source>
            <translation>Es el escaneo del {acta}, firmada en papel, byte por byte.</translation>
        </message>
        <message>
            <source>It begins with the PDF of {acta} and goes on: something was added that the record does not have.</source>
            <translation>Empieza con el PDF del {acta} y sigue: tiene algo agregado que el registro no conoce.</translation>
        </message>
        <message>
            <source>minutes {number}/{year}, version {version}, of {council} ({day})</source>
            <translation>acta {number}/{year}, versión {version} ({council}, {day})</translation>
        </message>
        <message>
            <source>That PDF was withdrawn before anybody signed it: it is not valid.</source>
            <translation>Ese PDF se retiró antes de que alguien lo firmara: no vale.</translation>
        </message>
        <message>
            <source>The record has a later one, with more signatures.</source>
            <translation>El registro tiene uno posterior, con más firmas.</translation>
        </message>
        <message>
            <source>Kept on {when} by {who}.</source>
            <translation>Lo guardó {who} el {when}.</translation>
        </message>
        <message>
            <source>Digital signature</source>
            <translation>Firma digital</translation>
        </message>
        <message>
            <source>Electronic signature</source>
            <translation>Firma electrónica</translation>
        </message>
        <message>
            <source>it holds</source>
            <translation>es válida</translation>
        </message>
        <message>
            <source>IT DOES NOT HOLD</source>
            <translation>NO ES VÁLIDA</translation>
        </message>
        <message>
            <source>{number}. {kind} of {signer}: {verdict}.</source>
            <translation>{number}. {kind} de {signer}: {verdict}.</translation>
        </message>
        <message>
            <source>What it signed was changed afterwards.</source>
            <translation>Lo que firmó fue modificado después.</translation>
        </message>
        <message>
            <source>It covers the whole file.</source>
            <translation>Abarca todo el archivo.</translation>
        </message>
        <message>
            <source>It covers only a part of the file.</source>
            <translation>Abarca solo una parte del archivo.</translation>
        </message>
        <message>
            <source>After it something else than signatures was added.</source>
            <translation>Después se agregó algo que no son firmas.</translation>
        </message>
        <message>
            <source>After it only other signatures were added.</source>
            <translation>Después solo se agregaron otras firmas.</translation>
        </message>
        <message>
            <source>It tells no time.</source>
            <translation>No dice cuándo se hizo.</translation>
        </message>
        <message>
            <source>Made on {when}, by a timestamp.</source>
            <translation>Hecha el {when}, según un sello de tiempo.</translation>
        </message>
        <message>
            <source>Made on {when}, by the clock of whoever signed.</source>
            <translation>Hecha el {when}, según el reloj de quien firmó.</translation>
        </message>
        <message>
            <source>The certificate, given by {issuer}, had been revoked.</source>
            <translation>El certificado, emitido por {issuer}, había sido revocado.</translation>
        </message>
        <message>
            <source>The certificate, given by {issuer}, had expired by then.</source>
            <translation>El certificado, emitido por {issuer}, ya estaba vencido.</translation>
        </message>
        <message>
            <source>The certificate, given by {issuer}, was not in force yet.</source>
            <translation>El certificado, emitido por {issuer}, todavía no estaba vigente.</translation>
        </message>
        <message>
            <source>The certificate, given by {issuer}, was in force; whether it had been revoked is not known here.</source>
            <translation>El certificado, emitido por {issuer}, estaba vigente; acá no se sabe si había sido revocado.</translation>
        </message>
    </context>
    <context>
        <name>WalkInLine</name>
        <message>
            <source>Somebody new</source>
            <translation>Anotar persona</translation>
        </message>
        <message>
            <source>Given name and family name</source>
            <translation>Nombre y apellido</translation>
        </message>
        <message>
            <source>Document (optional)</source>
            <translation>Documento (si quiere)</translation>
        </message>
        <message>
            <source>Telephone (optional)</source>
            <translation>Teléfono (si quiere)</translation>
        </message>
        <message>
            <source>Quarter (optional)</source>
            <translation>Barrio (si quiere)</translation>
        </message>
        <message>
            <source>Which is the family name? It would be: {told}. Enter: so it is.</source>
            <translation>¿Cuál es el apellido? Sería: {told}. Con Enter queda así.</translation>
        </message>
        <message>
            <source>The other way round</source>
            <translation>Al revés</translation>
        </message>
        <message>
            <source>Write down</source>
            <translation>Anotar</translation>
        </message>
        <message>
            <source>Enter</source>
            <translation>Enter</translation>
        </message>
        <message>
            <source>Back</source>
            <translation>Volver</translation>
        </message>
        <message>
            <source>Escape</source>
            <translation>Escape</translation>
        </message>
    </context>
    <context>
        <name>WallPainting</name>
        <message>
            <source>Projector</source>
            <translation>Proyector</translation>
        </message>
        <message>
            <source>Speaking: {name}, {way}</source>
            <translation>Habla {name}, {way}</translation>
        </message>
        <message numerus="yes">
            <source>and %n without a name</source>
            <translation>
                <numerusform>y %n sin nombre</numerusform>
                <numerusform>y %n sin nombre</numerusform>
            </translation>
        </message>
        <message>
            <source>of {minutes} min</source>
            <translation>de {minutes} min</translation>
        </message>
        <message>
            <source>{minutes} min were planned: +{time}</source>
            <translation>previstos {minutes} min: +{time}</translation>
        </message>
        <message>
            <source>in the room</source>
            <translation>en sala</translation>
        </message>
        <message>
            <source>on Zoom</source>
            <translation>en Zoom</translation>
        </message>
        <message>
            <source>both ways</source>
            <translation>ambas</translation>
        </message>
        <message>
            <source>people</source>
            <translation>personas</translation>
        </message>
        <message>
            <source>Item {number} of {all}</source>
            <translation>Punto {number} de {all}</translation>
        </message>
        <message>
            <source>We are about to begin</source>
            <translation>Estamos por empezar</translation>
        </message>
        <message>
            <source>All items have been dealt with</source>
            <translation>Se trataron todos los puntos</translation>
        </message>
        <message>
            <source>Next: {title}</source>
            <translation>Sigue: {title}</translation>
        </message>
        <message>
            <source>by Zoom</source>
            <translation>por Zoom</translation>
        </message>
        <message>
            <source>by telephone</source>
            <translation>por teléfono</translation>
        </message>
        <message>
            <source>To join or register</source>
            <translation>Para sumarse</translation>
        </message>
        <message>
            <source>We begin at {hour}</source>
            <translation>Empezamos a las {hour}</translation>
        </message>
        <message>
            <source>The sitting is over. Thank you for coming.</source>
            <translation>La sesión terminó. Gracias por venir.</translation>
        </message>
    </context>
    <context>
        <name>WeekCard</name>
        <message>
            <source>The week before (arrow left in the list)</source>
            <translation>La semana anterior (flecha izquierda en la lista)</translation>
        </message>
        <message>
            <source>Today</source>
            <translation>Hoy</translation>
        </message>
        <message>
            <source>The week after (arrow right in the list)</source>
            <translation>La semana siguiente (flecha derecha en la lista)</translation>
        </message>
        <message>
            <source>Go in</source>
            <translation>Entrar</translation>
        </message>
        <message>
            <source>Plan here</source>
            <translation>Planificar ese día</translation>
        </message>
        <message>
            <source>Change</source>
            <translation>Modificar</translation>
        </message>
        <message>
            <source>Call off</source>
            <translation>Suspender</translation>
        </message>
        <message>
            <source>Hold after all</source>
            <translation>Se hace igual</translation>
        </message>
        <message>
            <source>{first} to {last}</source>
            <translation>{first} al {last}</translation>
        </message>
        <message>
            <source>Seven days: {days}</source>
            <translation>Siete días: {days}</translation>
        </message>
        <message>
            <source>Evenings of seven days</source>
            <translation>Sesiones de siete días</translation>
        </message>
        <message>
            <source>cancelled</source>
            <translation>suspendida</translation>
        </message>
        <message>
            <source>clashes</source>
            <translation>se superpone</translation>
        </message>
        <message>
            <source>Tell the agenda of these days: poster, message, page</source>
            <translation>Compartir la agenda de estos días: cartel, mensaje, página</translation>
        </message>
    </context>
    <context>
        <name>WholeNamesSheet</name>
        <message>
            <source>Full names that only one neighbour has</source>
            <translation>Nombres completos de una sola persona del padrón</translation>
        </message>
        <message>
            <source>Who would be confirmed</source>
            <translation>A quiénes se confirmaría</translation>
        </message>
        <message>
            <source>Space or a click takes one out · Enter confirms those that are ticked · Esc leaves all as it was</source>
            <translation>Espacio o un clic saca a una persona · Enter confirma las marcadas · Esc deja todo como estaba</translation>
        </message>
        <message>
            <source>Each of these names is one neighbour's alone, on the roll and in this call, and nothing speaks against it. It may still be somebody else of that name: in trials with invented names 2 of 1,215 were. The least certain come first.</source>
            <translation>Cada uno de estos nombres es de una sola persona, en el padrón y en la videollamada, y nada lo contradice. Igual puede ser otra persona con ese nombre: en pruebas con nombres inventados lo fue en 2 de 1.215 casos. Las menos seguras van primero.</translation>
        </message>
        <message numerus="yes">
            <source>Confirm %n people</source>
            <translation>
                <numerusform>Confirmar %n persona</numerusform>
                <numerusform>Confirmar %n personas</numerusform>
            </translation>
        </message>
        <message>
            <source>Nobody is ticked</source>
            <translation>Nadie está marcado</translation>
        </message>
        <message>
            <source>{percent} %</source>
            <translation>{percent} %</translation>
        </message>
    </context>
    <context>
        <name>ZoomStrip</name>
        <message>
            <source>Zoom</source>
            <translation>Zoom</translation>
        </message>
        <message>
            <source>Bring report</source>
            <translation>Traer informe</translation>
        </message>
        <message>
            <source>Bring a report, or drop it on the window</source>
            <translation>Traer un informe, o soltarlo en la ventana</translation>
        </message>
        <message numerus="yes">
            <source>Decide %n</source>
            <translation>
                <numerusform>Decidir %n</numerusform>
                <numerusform>Decidir %n</numerusform>
            </translation>
        </message>
        <message>
            <source>No report yet: drop it anywhere on the window.</source>
            <translation>Sin informe todavía: soltalo en la ventana.</translation>
        </message>
        <message numerus="yes">
            <source>%n people in the report</source>
            <translation>
                <numerusform>%n persona en el informe</numerusform>
                <numerusform>%n personas en el informe</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n counted</source>
            <translation>
                <numerusform>%n contada</numerusform>
                <numerusform>%n contadas</numerusform>
            </translation>
        </message>
        <message>
            <source>What Zoom hands out (*.csv *.txt *.vtt *.xlsx *.xls);;All (*)</source>
            <translation>Archivos de Zoom (*.csv *.txt *.vtt *.xlsx *.xls);;Todos (*)</translation>
        </message>
        <message>
            <source>A file of Zoom</source>
            <translation>Un archivo de Zoom</translation>
        </message>
        <message numerus="yes">
            <source>%n people were in the call so far</source>
            <translation>
                <numerusform>%n persona pasó por la videollamada</numerusform>
                <numerusform>%n personas pasaron por la videollamada</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ZoomWords</name>
        <message>
            <source>Know who hosts the calls</source>
            <translation>Saber quién es anfitrión de las videollamadas</translation>
        </message>
        <message>
            <source>Create the meeting of a sitting</source>
            <translation>Crear la reunión de una sesión</translation>
        </message>
        <message>
            <source>Ask document and neighbourhood of whoever registers</source>
            <translation>Pedir documento y barrio a quien se inscribe</translation>
        </message>
        <message>
            <source>Bring who registered</source>
            <translation>Traer a quienes se inscribieron</translation>
        </message>
        <message>
            <source>Tell the evenings of one meeting number apart</source>
            <translation>Distinguir las sesiones de un mismo número de reunión</translation>
        </message>
        <message>
            <source>Know when the call began and ended</source>
            <translation>Saber cuándo empezó y terminó la videollamada</translation>
        </message>
        <message>
            <source>Bring who was in the call</source>
            <translation>Traer a quienes estuvieron en la videollamada</translation>
        </message>
        <message>
            <source>Bring the full report of participants</source>
            <translation>Traer el informe completo de participantes</translation>
        </message>
        <message>
            <source>Bring the answers to polls</source>
            <translation>Traer las respuestas a las encuestas</translation>
        </message>
        <message>
            <source>See during the call who is in it</source>
            <translation>Ver durante la videollamada quién está</translation>
        </message>
        <message>
            <source>Bring the chat and the transcript of the recording</source>
            <translation>Traer el chat y la transcripción de la grabación</translation>
        </message>
        <message>
            <source>It takes Zoom's Business plan. Without it the list comes when the call ends.</source>
            <translation>Hace falta el plan Business de Zoom. Sin él, la lista llega cuando termina la videollamada.</translation>
        </message>
        <message>
            <source>It takes a plan that records in the cloud. A saved chat can be brought as a file.</source>
            <translation>Hace falta un plan que grabe en la nube. Un chat guardado se puede traer como archivo.</translation>
        </message>
        <message>
            <source>registrations</source>
            <translation>inscripciones</translation>
        </message>
        <message>
            <source>answers to polls</source>
            <translation>respuestas a encuestas</translation>
        </message>
        <message>
            <source>lines of chat</source>
            <translation>mensajes del chat</translation>
        </message>
        <message>
            <source>lines of transcript</source>
            <translation>renglones de la transcripción</translation>
        </message>
        <message>
            <source>Ask the administrator to add this permission to the app: {scope}</source>
            <translation>Pedile a quien administra la cuenta que agregue este permiso a la aplicación: {scope}</translation>
        </message>
        <message>
            <source>It takes a paid plan (Pro or larger), and a licence for the host.</source>
            <translation>Hace falta un plan pago (Pro o mayor) y una licencia para quien es anfitrión.</translation>
        </message>
        <message>
            <source>Document number</source>
            <translation>Número de documento</translation>
        </message>
        <message>
            <source>Neighbourhood</source>
            <translation>Barrio</translation>
        </message>
    </context>
    <context>
        <name>afterwards</name>
        <message>
            <source>after the closing</source>
            <translation>después del cierre</translation>
        </message>
        <message>
            <source>after the closing: {what}, {when}, {who}</source>
            <translation>después del cierre: {what}, {when}, {who}</translation>
        </message>
        <message>
            <source>added</source>
            <translation>se agregó</translation>
        </message>
        <message>
            <source>changed</source>
            <translation>se corrigió</translation>
        </message>
        <message>
            <source>taken back</source>
            <translation>se quitó</translation>
        </message>
        <message>
            <source>Sitting</source>
            <translation>Sesión</translation>
        </message>
        <message>
            <source>Item</source>
            <translation>Punto</translation>
        </message>
        <message>
            <source>Turn to speak</source>
            <translation>Uso de la palabra</translation>
        </message>
        <message>
            <source>Presence</source>
            <translation>Presencia</translation>
        </message>
        <message>
            <source>What was asked for</source>
            <translation>Pedido</translation>
        </message>
        <message>
            <source>Commitment</source>
            <translation>Compromiso</translation>
        </message>
        <message>
            <source>{noun} {deed}: {about}</source>
            <translation>{noun} ({deed}): {about}</translation>
        </message>
        <message>
            <source>without a name</source>
            <translation>sin nombre</translation>
        </message>
        <message>
            <source>title</source>
            <translation>título</translation>
        </message>
        <message>
            <source>hour</source>
            <translation>hora</translation>
        </message>
        <message>
            <source>place</source>
            <translation>lugar</translation>
        </message>
        <message>
            <source>mode</source>
            <translation>modalidad</translation>
        </message>
        <message>
            <source>order</source>
            <translation>orden</translation>
        </message>
        <message>
            <source>who presents</source>
            <translation>quién presenta</translation>
        </message>
        <message>
            <source>planned minutes</source>
            <translation>minutos previstos</translation>
        </message>
        <message>
            <source>notes</source>
            <translation>notas</translation>
        </message>
        <message>
            <source>outcome</source>
            <translation>resultado</translation>
        </message>
        <message>
            <source>who</source>
            <translation>quién</translation>
        </message>
        <message>
            <source>way</source>
            <translation>por dónde</translation>
        </message>
        <message>
            <source>who came with her</source>
            <translation>acompañantes</translation>
        </message>
        <message>
            <source>kind</source>
            <translation>tipo</translation>
        </message>
        <message>
            <source>topic</source>
            <translation>tema</translation>
        </message>
        <message>
            <source>text</source>
            <translation>texto</translation>
        </message>
        <message>
            <source>who asked</source>
            <translation>quién lo pidió</translation>
        </message>
        <message>
            <source>department</source>
            <translation>área</translation>
        </message>
        <message>
            <source>who is responsible</source>
            <translation>responsable</translation>
        </message>
        <message>
            <source>date</source>
            <translation>fecha</translation>
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
        <message>
            <source>The two items are two again.</source>
            <translation>Los dos puntos están otra vez por separado.</translation>
        </message>
        <message>
            <source>The item is back in its place.</source>
            <translation>El punto volvió a su lugar.</translation>
        </message>
        <message>
            <source>The item says again what it said.</source>
            <translation>El punto quedó como estaba.</translation>
        </message>
        <message>
            <source>The new item is off the agenda.</source>
            <translation>El punto nuevo ya no está en el orden del día.</translation>
        </message>
        <message>
            <source>The item is on the agenda again.</source>
            <translation>El punto está otra vez en el orden del día.</translation>
        </message>
        <message>
            <source>Back at the item before, with its clock.</source>
            <translation>De vuelta en el punto anterior, con su reloj.</translation>
        </message>
        <message>
            <source>The outcome is what it was.</source>
            <translation>El resultado quedó como estaba.</translation>
        </message>
        <message>
            <source>The item is not postponed any more.</source>
            <translation>El punto ya no está postergado.</translation>
        </message>
        <message>
            <source>That turn to speak was taken back.</source>
            <translation>Se deshizo ese uso de la palabra.</translation>
        </message>
        <message>
            <source>That turn to speak was taken back; she waits again.</source>
            <translation>Se deshizo ese uso de la palabra; otra vez espera su turno.</translation>
        </message>
        <message>
            <source>She has the floor again, with her clock.</source>
            <translation>Tiene otra vez la palabra, con su reloj.</translation>
        </message>
        <message>
            <source>The last change was taken back.</source>
            <translation>Se deshizo el último cambio.</translation>
        </message>
        <message>
            <source>now</source>
            <translation>en curso</translation>
        </message>
        <message>
            <source>Items of the agenda</source>
            <translation>Puntos del orden del día</translation>
        </message>
        <message>
            <source>Outcome</source>
            <translation>Resultado</translation>
        </message>
    </context>
    <context>
        <name>cli</name>
        <message>
            <source>Files: {count}, in {folder}; open index.html in a browser.</source>
            <translation>Archivos: {count}, en {folder}; abrí index.html en un navegador.</translation>
        </message>
        <message>
            <source>Sittings whose figures were made anew: {sittings}.</source>
            <translation>Sesiones cuyas cifras se volvieron a calcular: {sittings}.</translation>
        </message>
        <message>
            <source>{channel}: told by name {people}, of them came {came}; groups {groups}, people in them {reached}</source>
            <translation>{channel}: con nombre, avisadas {people} y vinieron {came}; grupos {groups}, personas en ellos {reached}</translation>
        </message>
        <message>
            <source>people: {count}</source>
            <translation>personas: {count}</translation>
        </message>
        <message>
            <source>Commitments: {number}. Written to {path}</source>
            <translation>Compromisos: {number}. Guardado en {path}</translation>
        </message>
        <message>
            <source>{day}  {department} · {to} · issues: {number}  {id}</source>
            <translation>{day}  {department} · {to} · pedidos: {number}  {id}</translation>
        </message>
        <message>
            <source>Issues: {number}. Departments: {departments}. Written to {path}</source>
            <translation>Pedidos: {number}. Áreas: {departments}. Guardado en {path}</translation>
        </message>
        <message>
            <source>Minutes {number}/{year}, version {version}, final (pages: {pages}): {path}</source>
            <translation>Acta {number}/{year}, versión {version}, definitiva (páginas: {pages}): {path}</translation>
        </message>
        <message>
            <source>In the room {in_room} + on Zoom {online} - both {both} = people {people}. {out}</source>
            <translation>En la sala {in_room} + por Zoom {online} - por las dos {both} = personas {people}. {out}</translation>
        </message>
        <message>
            <source>In the room {in_room} + on Zoom {online} - both {both} = people {people}</source>
            <translation>En sala {in_room} + en Zoom {online} - ambas {both} = personas {people}</translation>
        </message>
        <message>
            <source>Sheet of the sitting (expected people: {people}): {path}</source>
            <translation>Planilla de la sesión (personas esperadas: {people}): {path}</translation>
        </message>
        <message>
            <source>Neighbours: {people}. Written to {path}</source>
            <translation>Personas: {people}. Guardado en {path}</translation>
        </message>
        <message>
            <source>Sittings: {sittings}. Different people: {people}, new {new}. Attendances: {attendances}, online {share}. Unnamed, apart: {unnamed}.</source>
            <translation>Sesiones: {sittings}. Personas distintas: {people}, nuevas {new}. Asistencias: {attendances}, por Zoom {share}. Sin nombre, aparte: {unnamed}.</translation>
        </message>
        <message>
            <source>{date}  {council}: in the room {in_room} + on Zoom {online} - both {both} = people {people}; new {new}</source>
            <translation>{date}  {council}: en la sala {in_room} + por Zoom {online} - por las dos {both} = personas {people}; nuevas {new}</translation>
        </message>
        <message>
            <source>  (cancelled)</source>
            <translation>  (suspendida)</translation>
        </message>
        <message>
            <source>has been here, and sent nothing yet</source>
            <translation>ya se conectó, todavía no envió nada</translation>
        </message>
        <message>
            <source>Cabildo without a window. Everywhere: --home DIR chooses the data folder, --json answers one JSON document.</source>
            <translation>Cabildo sin ventana. En todas partes: --home CARPETA elige la carpeta de datos, --json responde un documento JSON.</translation>
        </message>
        <message>
            <source>The letters cannot be read: the terminal has to use UTF-8.</source>
            <translation>No se pueden leer las letras: la terminal tiene que usar UTF-8.</translation>
        </message>
        <message>
            <source>{name} is missing.</source>
            <translation>Falta {name}.</translation>
        </message>
        <message>
            <source>There is no option {name}.</source>
            <translation>No existe la opción {name}.</translation>
        </message>
        <message>
            <source>{name} is not used like this.</source>
            <translation>{name} no se usa así.</translation>
        </message>
        <message>
            <source>{name} does not take that value.</source>
            <translation>{name} no admite ese valor.</translation>
        </message>
        <message>
            <source>The command is not written like this.</source>
            <translation>La orden no se escribe así.</translation>
        </message>
        <message>
            <source>Help: {command} --help</source>
            <translation>Ayuda: {command} --help</translation>
        </message>
        <message>
            <source>Keeps the agenda of a sitting.</source>
            <translation>Lleva el orden del día de una sesión.</translation>
        </message>
        <message>
            <source>The sitting: its id, or the first characters of it.</source>
            <translation>La sesión: su identificador, o sus primeros caracteres.</translation>
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
            <source>The item: its number on the agenda, or its id.</source>
            <translation>El punto: su número en el orden del día o su identificador.</translation>
        </message>
        <message>
            <source>Who presents it.</source>
            <translation>Quién lo presenta.</translation>
        </message>
        <message>
            <source>Right after this item; without it at the end.</source>
            <translation>Después de este punto; si no se indica, al final.</translation>
        </message>
        <message>
            <source>Puts an item at the end of the agenda, or after another one.</source>
            <translation>Agrega un punto al final del orden del día, o después de otro.</translation>
        </message>
        <message>
            <source>Item written down: {title}</source>
            <translation>Punto anotado: {title}</translation>
        </message>
        <message>
            <source>Gives an item another title, other minutes, another presenter.</source>
            <translation>Cambia el título, los minutos o quién presenta un punto.</translation>
        </message>
        <message>
            <source>Takes off an item that nobody has spoken about.</source>
            <translation>Quita un punto del que nadie habló.</translation>
        </message>
        <message>
            <source>Writes the notes of an item; - reads them from standard input.</source>
            <translation>Escribe las notas de un punto; con - se leen de la entrada estándar.</translation>
        </message>
        <message>
            <source>The notes.</source>
            <translation>Las notas.</translation>
        </message>
        <message>
            <source>Below what is written already.</source>
            <translation>Debajo de lo que ya está escrito.</translation>
        </message>
        <message>
            <source>Right after this item; without it to the first place.</source>
            <translation>Después de este punto; si no se indica, al primer lugar.</translation>
        </message>
        <message>
            <source>Moves an item: after another one, or to the first place.</source>
            <translation>Mueve un punto: después de otro, o al primer lugar.</translation>
        </message>
        <message>
            <source>Makes one item of two; nothing of either is lost.</source>
            <translation>Une dos puntos en uno; no se pierde nada de ninguno.</translation>
        </message>
        <message>
            <source>Title of both together.</source>
            <translation>Título de los dos juntos.</translation>
        </message>
        <message>
            <source>Takes back the last thing that was done to the agenda.</source>
            <translation>Deshace lo último que se hizo en el orden del día.</translation>
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
            <source>Takes an item out of turn: the running one ends.</source>
            <translation>Trata un punto fuera de orden: termina el que está en curso.</translation>
        </message>
        <message>
            <source>Leaves an item for the next sitting of the council.</source>
            <translation>Deja un punto para la próxima sesión del consejo.</translation>
        </message>
        <message>
            <source>Says what came of an item.</source>
            <translation>Dice cómo terminó un punto.</translation>
        </message>
        <message>
            <source>none, informed, agreed, postponed or referred.</source>
            <translation>ninguno, informado, acordado, postergado o derivado.</translation>
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
            <source>Somebody new, in one line: &quot;Rosa Pérez 30111222&quot;.</source>
            <translation>Alguien nuevo, en una línea: «Rosa Pérez 30111222».</translation>
        </message>
        <message>
            <source>The id of somebody who leaves the room.</source>
            <translation>El id de alguien que se va de la sala.</translation>
        </message>
        <message>
            <source>The id of somebody who had left and is in the room again.</source>
            <translation>El id de alguien que se había ido y está de nuevo en la sala.</translation>
        </message>
        <message>
            <source>The id of somebody who agrees that her data be kept.</source>
            <translation>El id de alguien que acepta que se guarden sus datos.</translation>
        </message>
        <message>
            <source>So many more (or fewer: -1) in the room without a name.</source>
            <translation>Tantas personas más (o menos: -1) en la sala, sin nombre.</translation>
        </message>
        <message>
            <source>Takes back what this desk did last at this door.</source>
            <translation>Deshace lo último que hizo este puesto en esta puerta.</translation>
        </message>
        <message>
            <source>So many came with her and told no name.</source>
            <translation>Tantas personas vinieron con ella, sin decir su nombre.</translation>
        </message>
        <message>
            <source>With --walk-in: not the one of that name who is here.</source>
            <translation>Con --walk-in: no es quien ya está con ese nombre.</translation>
        </message>
        <message>
            <source>What happens at the door: exactly one thing at a time.</source>
            <translation>Lo que pasa en la puerta: una cosa por vez.</translation>
        </message>
        <message>
            <source>{name} is here already. If this is another person of that name, add --another.</source>
            <translation>{name} ya está. Si es otra persona con ese nombre, agregá --another.</translation>
        </message>
        <message>
            <source>Check the name: the card says {other}.</source>
            <translation>Revisá el nombre: el documento dice {other}.</translation>
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
            <translation>Primer día del período, como 2026-01-31.</translation>
        </message>
        <message>
            <source>Last day of the period, as 2026-12-31.</source>
            <translation>Último día del período, como 2026-12-31.</translation>
        </message>
        <message>
            <source>Only the sittings of this district (code or name).</source>
            <translation>Solo las sesiones de este distrito (código o nombre).</translation>
        </message>
        <message>
            <source>Only the sittings of this council (name).</source>
            <translation>Solo las sesiones de este consejo (nombre).</translation>
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
            <translation>El archivo de Word que se va a escribir, o la carpeta donde ponerlo.</translation>
        </message>
        <message>
            <source>Write over the file although somebody has edited it.</source>
            <translation>Reemplazar el archivo aunque alguien lo haya modificado.</translation>
        </message>
        <message>
            <source>Writes the minutes of a sitting as a Word file.</source>
            <translation>Escribe el acta de una sesión en un archivo de Word.</translation>
        </message>
        <message>
            <source>Minutes {number}/{year}, version {version}: {path}</source>
            <translation>Acta {number}/{year}, versión {version}: {path}</translation>
        </message>
        <message>
            <source>A city that comes with Cabildo (rosario), or the path of a city.toml.</source>
            <translation>Una ciudad que viene con Cabildo (rosario), o la ruta de un city.toml.</translation>
        </message>
        <message>
            <source>The district of this desk: code or name.</source>
            <translation>El distrito de este puesto: código o nombre.</translation>
        </message>
        <message>
            <source>Makes the encrypted record of this desk.</source>
            <translation>Crea el registro cifrado de este puesto.</translation>
        </message>
        <message>
            <source>The desk “{desk}” is ready in {home}.</source>
            <translation>El puesto «{desk}» está listo en {home}.</translation>
        </message>
        <message>
            <source>The folder to put it in; without it, the folder Respaldos of the desk.</source>
            <translation>La carpeta donde guardarlo; si no se dice, la carpeta Respaldos del puesto.</translation>
        </message>
        <message>
            <source>Tries out a backup instead of making one: restores it aside and looks into it.</source>
            <translation>Prueba un respaldo en lugar de hacer uno: lo restaura aparte y mira qué tiene.</translation>
        </message>
        <message>
            <source>Lists the backups there are instead of making one.</source>
            <translation>Muestra los respaldos que hay en lugar de hacer uno.</translation>
        </message>
        <message>
            <source>There is no backup yet.</source>
            <translation>Todavía no hay ningún respaldo.</translation>
        </message>
        <message>
            <source>Deletes for good the backups made before this time, after an erasure for example.</source>
            <translation>Borra para siempre los respaldos anteriores a ese momento, por ejemplo después de una supresión.</translation>
        </message>
        <message>
            <source>Makes an encrypted backup of the desk, even while it is open.</source>
            <translation>Hace un respaldo cifrado del puesto, aunque esté abierto.</translation>
        </message>
        <message>
            <source>When there is a record already: it is moved aside, never deleted.</source>
            <translation>Si ya hay un registro: se lo aparta, nunca se lo borra.</translation>
        </message>
        <message>
            <source>Makes the record of a backup the one of this desk.</source>
            <translation>Restaura un respaldo: su registro pasa a ser el de este puesto.</translation>
        </message>
        <message>
            <source>A file that ends in .cabildo.</source>
            <translation>Un archivo que termina en .cabildo.</translation>
        </message>
        <message>
            <source>Passphrase of the backup</source>
            <translation>Contraseña del respaldo</translation>
        </message>
        <message>
            <source>Restored in {home}: {what}</source>
            <translation>Restaurado en {home}: {what}</translation>
        </message>
        <message>
            <source>What was there before is in {folder}.</source>
            <translation>Lo que había antes quedó en {folder}.</translation>
        </message>
        <message>
            <source>The passphrase and the recovery code of the record.</source>
            <translation>La contraseña y el código de recuperación del registro.</translation>
        </message>
        <message>
            <source>Another passphrase: CABILDO_PASSPHRASE holds the old one or the recovery code, CABILDO_NEW_PASSPHRASE the new one.</source>
            <translation>Cambia la contraseña: CABILDO_PASSPHRASE tiene la de ahora o el código de recuperación; CABILDO_NEW_PASSPHRASE, la nueva.</translation>
        </message>
        <message>
            <source>Passphrase of now, or recovery code</source>
            <translation>Contraseña de ahora, o código de recuperación</translation>
        </message>
        <message>
            <source>New passphrase</source>
            <translation>Contraseña nueva</translation>
        </message>
        <message>
            <source>The passphrase was changed.</source>
            <translation>Se cambió la contraseña.</translation>
        </message>
        <message>
            <source>Backups made before go on opening with the old one.</source>
            <translation>Los respaldos hechos antes se siguen abriendo con la anterior.</translation>
        </message>
        <message>
            <source>Another recovery code, shown only this once; the one before stops working.</source>
            <translation>Hace un código de recuperación nuevo, que se muestra una sola vez; el anterior deja de servir.</translation>
        </message>
        <message>
            <source>Passphrase</source>
            <translation>Contraseña</translation>
        </message>
        <message>
            <source>Recovery code: {code}</source>
            <translation>Código de recuperación: {code}</translation>
        </message>
        <message>
            <source>Print it and keep it away from this laptop: it is shown only this once.</source>
            <translation>Imprimilo y guardalo lejos de esta computadora: se muestra solo esta vez.</translation>
        </message>
        <message>
            <source>And in {folder}.</source>
            <translation>Y en {folder}.</translation>
        </message>
        <message>
            <source>{file}: {size} MB in {seconds} s, opened and checked.</source>
            <translation>{file}: {size} MB en {seconds} s, abierto y verificado.</translation>
        </message>
        <message>
            <source>It can be used: {what}</source>
            <translation>Sirve: {what}</translation>
        </message>
        <message>
            <source>Backups deleted: {count}.</source>
            <translation>Respaldos borrados: {count}.</translation>
        </message>
        <message>
            <source>{desk}. On the roll: {residents}. Last entry: {last}.</source>
            <translation>{desk}. En el padrón: {residents}. Último asiento: {last}.</translation>
        </message>
        <message>
            <source>The system's keyring opens the record on this laptop.</source>
            <translation>El llavero del sistema abre el registro en esta computadora.</translation>
        </message>
        <message>
            <source>Passphrase (8 characters or more; empty: the keyring keeps the key)</source>
            <translation>Contraseña (8 caracteres o más; vacía: la clave queda en el llavero)</translation>
        </message>
        <message>
            <source>The roll of neighbours.</source>
            <translation>El padrón de vecinas y vecinos.</translation>
        </message>
        <message>
            <source>Whose card stays: the id, or its first eight characters or more.</source>
            <translation>La ficha que queda: el identificador, o sus primeros ocho caracteres o más.</translation>
        </message>
        <message>
            <source>Whose card joins it: the id, or its beginning.</source>
            <translation>La ficha que se le une: el identificador, o el comienzo.</translation>
        </message>
        <message>
            <source>A neighbour: the id, or its first eight characters or more.</source>
            <translation>Una vecina o vecino: el identificador, o sus primeros ocho caracteres o más.</translation>
        </message>
        <message>
            <source>Another neighbour: the id, or its beginning.</source>
            <translation>Otra persona: el identificador, o el comienzo.</translation>
        </message>
        <message>
            <source>Nobody is on the roll twice, as far as can be seen.</source>
            <translation>Nadie está repetido en el padrón, por lo que se puede ver.</translation>
        </message>
        <message>
            <source>They are one person now, {name}, with {rows} cards. «unmerge {id}» takes it back.</source>
            <translation>Ahora son la misma persona, {name}, con {rows} fichas. «unmerge {id}» lo deshace.</translation>
        </message>
        <message>
            <source>The cards are apart again, each with what was its own.</source>
            <translation>Las fichas vuelven a estar separadas, cada una con lo suyo.</translation>
        </message>
        <message>
            <source>That was taken back; another joining still makes them one person.</source>
            <translation>Se deshizo esa unión; otra unión todavía las hace la misma persona.</translation>
        </message>
        <message>
            <source>They are two people; nobody will be asked about them again.</source>
            <translation>Son dos personas; no se va a volver a preguntar.</translation>
        </message>
        <message>
            <source>Who may be on the roll twice, the surest first, and why.</source>
            <translation>Quiénes pueden estar repetidos en el padrón, primero lo más seguro, y por qué.</translation>
        </message>
        <message>
            <source>Says that two cards are one person; it can be taken back at any time.</source>
            <translation>Dice que dos fichas son la misma persona; se puede deshacer en cualquier momento.</translation>
        </message>
        <message>
            <source>Takes a card out again, exactly as it was.</source>
            <translation>Separa de nuevo una ficha, tal como era.</translation>
        </message>
        <message>
            <source>Says that two cards are two people.</source>
            <translation>Dice que dos fichas son dos personas.</translation>
        </message>
        <message>
            <source>doubtful: look at the cards of both</source>
            <translation>dudoso: hay que mirar el DNI de las dos personas</translation>
        </message>
        <message>
            <source>The identifier of a neighbour, or its beginning.</source>
            <translation>El identificador de la persona, o su comienzo.</translation>
        </message>
        <message>
            <source>Tells what the roll says of somebody.</source>
            <translation>Muestra lo que dice el padrón de una persona.</translation>
        </message>
        <message>
            <source>The file to write: its name ends in .csv or .xlsx.</source>
            <translation>El archivo que se escribe: su nombre termina en .csv o .xlsx.</translation>
        </message>
        <message>
            <source>Only those whom these letters find.</source>
            <translation>Solo quienes se encuentran con estas letras.</translation>
        </message>
        <message>
            <source>Only those of a district, by name or code.</source>
            <translation>Solo quienes son de un distrito, por nombre o código.</translation>
        </message>
        <message>
            <source>Only those of a quarter, by name.</source>
            <translation>Solo quienes son de un barrio, por nombre.</translation>
        </message>
        <message>
            <source>Writes the roll to a CSV or a workbook.</source>
            <translation>Escribe el padrón en un CSV o una planilla.</translation>
        </message>
        <message>
            <source>Puts right what the roll says of somebody; &quot;&quot; empties a field.</source>
            <translation>Corrige lo que dice el padrón de una persona; &quot;&quot; vacía un campo.</translation>
        </message>
        <message>
            <source>Who agrees for her, where she is not of age.</source>
            <translation>Quién acepta por la persona, cuando es menor de edad.</translation>
        </message>
        <message>
            <source>She does not agree any more.</source>
            <translation>La persona ya no acepta.</translation>
        </message>
        <message>
            <source>Notes that somebody agrees that her data be kept, or no more.</source>
            <translation>Anota que una persona acepta que se guarden sus datos, o que ya no.</translation>
        </message>
        <message>
            <source>{name}: consent noted.</source>
            <translation>{name}: se anotó el consentimiento.</translation>
        </message>
        <message>
            <source>{name}: consent taken back.</source>
            <translation>{name}: se quitó el consentimiento.</translation>
        </message>
        <message>
            <source>{field}: {value}</source>
            <translation>{field}: {value}</translation>
        </message>
        <message>
            <source>Part of a name, a document, a telephone, an organisation.</source>
            <translation>Parte de un nombre, un documento, un teléfono, una organización.</translation>
        </message>
        <message>
            <source>Looks somebody up on the roll.</source>
            <translation>Busca a alguien en el padrón.</translation>
        </message>
        <message>
            <source>Which sheet of a workbook, by its name.</source>
            <translation>Qué hoja del libro, por su nombre.</translation>
        </message>
        <message>
            <source>What doubtful lines are: new (other people) or skip (left alone).</source>
            <translation>Qué son las líneas dudosas: new (otras personas) o skip (se dejan como están).</translation>
        </message>
        <message>
            <source>Takes a list of neighbours in.</source>
            <translation>Incorpora una planilla de vecinos al padrón.</translation>
        </message>
        <message>
            <source>Line {line}, {kind}, {name}: {why}</source>
            <translation>Línea {line}, {kind}, {name}: {why}</translation>
        </message>
        <message>
            <source>Nothing was written.</source>
            <translation>No se escribió nada.</translation>
        </message>
        <message>
            <source>Broken off: what was taken in stays. Take the same file in again to go on.</source>
            <translation>Interrumpido: lo que entró queda. Para seguir desde ahí, incorporá otra vez el mismo archivo.</translation>
        </message>
        <message>
            <source>New {new}, the same {same}, changed {changed}, doubtful {doubtful}, with errors {errors}</source>
            <translation>Nuevas {new}, iguales {same}, cambiadas {changed}, dudosas {doubtful}, con errores {errors}</translation>
        </message>
        <message>
            <source>Sheet: {sheet}</source>
            <translation>Hoja: {sheet}</translation>
        </message>
        <message>
            <source>Organisations: schools, clubs, vecinales, shops.</source>
            <translation>Organizaciones: escuelas, clubes, vecinales, comercios.</translation>
        </message>
        <message>
            <source>Only those of a kind: vecinal, ngo, school, club, shop...</source>
            <translation>Solo las de un tipo: vecinal, ngo, school, club, shop...</translation>
        </message>
        <message>
            <source>Lists them, with how many neighbours belong to each.</source>
            <translation>Las lista, con cuántas personas pertenecen a cada una.</translation>
        </message>
        <message>
            <source>Tells who belongs to one, and who came to which sitting for it.</source>
            <translation>Muestra quién pertenece a una y quién fue por ella a cada sesión.</translation>
        </message>
        <message>
            <source>Takes one off the list, when nobody of the roll belongs to it.</source>
            <translation>Quita una de la lista, cuando nadie del padrón pertenece a ella.</translation>
        </message>
        <message>
            <source>Taken off the list.</source>
            <translation>Quitada de la lista.</translation>
        </message>
        <message>
            <source>The name of the organisation.</source>
            <translation>El nombre de la organización.</translation>
        </message>
        <message>
            <source>vecinal, ngo, school, club, shop, health_centre, department.</source>
            <translation>El tipo: vecinal, ngo, school, club, shop, health_centre, department.</translation>
        </message>
        <message>
            <source>Its quarter, by name.</source>
            <translation>Su barrio, por nombre.</translation>
        </message>
        <message>
            <source>Whom to ask for.</source>
            <translation>Por quién preguntar.</translation>
        </message>
        <message>
            <source>Its telephone.</source>
            <translation>Su teléfono.</translation>
        </message>
        <message>
            <source>Its e-mail.</source>
            <translation>Su correo.</translation>
        </message>
        <message>
            <source>Writes an organisation down.</source>
            <translation>Anota una organización.</translation>
        </message>
        <message>
            <source>Puts right what is known of one; &quot;&quot; empties a field.</source>
            <translation>Corrige lo que se sabe de una; &quot;&quot; vacía un campo.</translation>
        </message>
        <message>
            <source>The list: CSV, or a workbook of Excel or LibreOffice.</source>
            <translation>La lista: un CSV o una planilla de Excel o LibreOffice.</translation>
        </message>
        <message>
            <source>Tells the verdict on each line, and writes nothing.</source>
            <translation>Dice qué pasaría con cada línea y no escribe nada.</translation>
        </message>
        <message>
            <source>What a column holds, as &quot;Column=field&quot;; &quot;Column=&quot; leaves it out.</source>
            <translation>Qué contiene una columna, como &quot;Columna=campo&quot;; &quot;Columna=&quot; la deja afuera.</translation>
        </message>
        <message>
            <source>Takes a list of organisations in.</source>
            <translation>Incorpora una lista de organizaciones.</translation>
        </message>
        <message>
            <source>New {new}, the same {same}, changed {changed}, with errors {errors}</source>
            <translation>Nuevas {new}, iguales {same}, cambiadas {changed}, con errores {errors}</translation>
        </message>
        <message>
            <source>Line {line}: {sentence}</source>
            <translation>Línea {line}: {sentence}</translation>
        </message>
        <message>
            <source>neighbours: {people}</source>
            <translation>personas: {people}</translation>
        </message>
        <message>
            <source>Columns nobody knows, which were not taken in: {columns}</source>
            <translation>Columnas que no se conocen y no se incorporaron: {columns}</translation>
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
            <source>Writes the sign-in sheet of a sitting, as PDF or Word.</source>
            <translation>Hace la planilla de asistencia de una sesión, en PDF o Word.</translation>
        </message>
        <message>
            <source>The file to write (.pdf or .docx), or the folder to put it in.</source>
            <translation>El archivo que se va a escribir (.pdf o .docx), o la carpeta donde ponerlo.</translation>
        </message>
        <message>
            <source>Write over the file that is there.</source>
            <translation>Reemplazar el archivo que ya está.</translation>
        </message>
        <message>
            <source>Writes the sheet on which somebody agrees to her data.</source>
            <translation>Hace la hoja de consentimiento de una persona, o en blanco.</translation>
        </message>
        <message>
            <source>For whom; blank when left out.</source>
            <translation>De quién; en blanco si no se indica.</translation>
        </message>
        <message>
            <source>The sheet is at {path}.</source>
            <translation>La hoja está en {path}.</translation>
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
            <source>Title of the sitting; its month by itself.</source>
            <translation>Título de la sesión; si no se indica, el mes.</translation>
        </message>
        <message>
            <source>When it starts, as 2026-11-22T19:00; by itself as its last sittings propose.</source>
            <translation>Cuándo empieza, como 2026-11-22T19:00; si no se indica, como proponen sus últimas sesiones.</translation>
        </message>
        <message>
            <source>Where; by itself as last time, or the centre.</source>
            <translation>Dónde; si no se indica, como la última vez o en el centro.</translation>
        </message>
        <message>
            <source>How long it lasts; by itself as last time.</source>
            <translation>Cuántos minutos dura; si no se indica, como la última vez.</translation>
        </message>
        <message>
            <source>A quarter of the council; once or several times.</source>
            <translation>Un barrio del consejo; una o varias veces.</translation>
        </message>
        <message>
            <source>A topic of the council; once or several times.</source>
            <translation>Un tema del consejo; una o varias veces.</translation>
        </message>
        <message>
            <source>Begin with the items that are on every agenda.</source>
            <translation>Empezar con los puntos que están en todos los órdenes del día.</translation>
        </message>
        <message>
            <source>weekly, fortnightly or monthly (the same weekday).</source>
            <translation>semanal, quincenal o mensual (el mismo día de la semana).</translation>
        </message>
        <message>
            <source>How many sittings.</source>
            <translation>Cuántas sesiones.</translation>
        </message>
        <message>
            <source>A day on which it does not meet, as 2026-12-24.</source>
            <translation>Un día en que no se reúne, como 2026-12-24.</translation>
        </message>
        <message>
            <source>A holiday on which it meets, as 2026-12-08.</source>
            <translation>Un feriado en que se reúne igual, como 2026-12-08.</translation>
        </message>
        <message>
            <source>Plans several sittings; national holidays are left out.</source>
            <translation>Planifica varias sesiones; se saltean los feriados nacionales.</translation>
        </message>
        <message>
            <source>left out: {day}, {holiday}</source>
            <translation>se saltea: {day}, {holiday}</translation>
        </message>
        <message>
            <source>And all that follow in its series.</source>
            <translation>Y todas las que siguen en su serie.</translation>
        </message>
        <message>
            <source>Sets right what was planned; what is not given stays.</source>
            <translation>Corrige lo planificado; lo que no se indica queda igual.</translation>
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
            <source>Where.</source>
            <translation>Dónde.</translation>
        </message>
        <message>
            <source>How long it is meant to last.</source>
            <translation>Cuántos minutos tiene que durar.</translation>
        </message>
        <message>
            <source>Sittings changed: {count}.</source>
            <translation>Sesiones modificadas: {count}.</translation>
        </message>
        <message>
            <source>It was planned by mistake: take it off the calendar.</source>
            <translation>Se planificó por error: sacarla del calendario.</translation>
        </message>
        <message>
            <source>A cancelled sitting is held after all.</source>
            <translation>Una sesión suspendida se hace igual.</translation>
        </message>
        <message>
            <source>A sitting will not be held; its agenda waits for the next.</source>
            <translation>Una sesión no se va a hacer; sus puntos pasan a la próxima.</translation>
        </message>
        <message>
            <source>Sittings taken off the calendar: {count}.</source>
            <translation>Sesiones sacadas del calendario: {count}.</translation>
        </message>
        <message>
            <source>The sitting is held after all.</source>
            <translation>La sesión se hace igual.</translation>
        </message>
        <message>
            <source>Sittings cancelled: {count}.</source>
            <translation>Sesiones suspendidas: {count}.</translation>
        </message>
        <message>
            <source>Takes back the last thing that was planned, changed or called off.</source>
            <translation>Deshace lo último que se planificó, modificó o suspendió.</translation>
        </message>
        <message>
            <source>The first of the days, as 2026-11-22; today by itself.</source>
            <translation>El primero de los días, como 2026-11-22; si no se indica, hoy.</translation>
        </message>
        <message>
            <source>The sittings of seven days, and those that fall on each other.</source>
            <translation>Las sesiones de siete días, y las que se superponen.</translation>
        </message>
        <message>
            <source>in_person, virtual or hybrid.</source>
            <translation>in_person (presencial), virtual o hybrid (híbrida).</translation>
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
            <source>cancelled</source>
            <translation>suspendida</translation>
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
            <translation>La base compartida, para quien la administra.</translation>
        </message>
        <message>
            <source>The journal of this desk.</source>
            <translation>El libro de asientos de este puesto.</translation>
        </message>
        <message>
            <source>Check every entry, and every row against its entries.</source>
            <translation>Revisa cada asiento contra su sello y el del anterior, y cada dato contra sus asientos.</translation>
        </message>
        <message>
            <source>Entries: {entries}. The journal holds.</source>
            <translation>Asientos: {entries}. El libro cierra.</translation>
        </message>
        <message>
            <source>Address of the database with its administrator: postgresql://user:password@server/name</source>
            <translation>Dirección de la base con quien la administra: postgresql://usuario:clave@servidor/base</translation>
        </message>
        <message>
            <source>Prepare a PostgreSQL for Cabildo, or bring it up to date.</source>
            <translation>Prepara un PostgreSQL para Cabildo, o lo pone al día.</translation>
        </message>
        <message>
            <source>The shared database is ready.</source>
            <translation>La base compartida está lista.</translation>
        </message>
        <message>
            <source>The shared database was ready already; it is up to date.</source>
            <translation>La base compartida ya estaba lista y está al día.</translation>
        </message>
        <message>
            <source>«{desk}» is enrolled. Its password is kept encrypted on this laptop alone.</source>
            <translation>«{desk}» quedó inscripto. Su clave queda cifrada solo en esta computadora.</translation>
        </message>
        <message>
            <source>Which Zoom group is which neighbour.</source>
            <translation>Qué grupo de Zoom es qué vecina o vecino.</translation>
        </message>
        <message>
            <source>The group: its id, or the first characters of it.</source>
            <translation>El grupo: su identificador, o sus primeros caracteres.</translation>
        </message>
        <message>
            <source>Who it is: the id of one resident, or of several.</source>
            <translation>Quién es: el identificador de una persona del padrón, o de varias.</translation>
        </message>
        <message>
            <source>The groups of a sitting, first those that wait.</source>
            <translation>Los grupos de una sesión; primero los que esperan.</translation>
        </message>
        <message>
            <source>No report has been taken in for this sitting.</source>
            <translation>Todavía no se incorporó ningún informe de Zoom a esta sesión.</translation>
        </message>
        <message>
            <source>Says who a group is; several residents for one telephone.</source>
            <translation>Dice quién es un grupo; varias personas si comparten un teléfono.</translation>
        </message>
        <message>
            <source>Says that a group is no neighbour: staff, the room's computer.</source>
            <translation>Dice que un grupo no es de vecinos: personal, la computadora de la sala.</translation>
        </message>
        <message>
            <source>Leaves a group without a name.</source>
            <translation>Deja un grupo sin nombre.</translation>
        </message>
        <message>
            <source>Shows who would be confirmed; nothing is written.</source>
            <translation>Muestra a quiénes se confirmaría; no anota nada.</translation>
        </message>
        <message>
            <source>A group that is left to be decided; may be repeated.</source>
            <translation>Un grupo que queda por decidir; se puede repetir.</translation>
        </message>
        <message>
            <source>Confirms at once whoever waits under a full name that she alone has; `undo` takes all of it back.</source>
            <translation>Confirma de una vez a quienes esperan con un nombre completo que llevan solo ellas o ellos; `undo` lo deshace todo.</translation>
        </message>
        <message>
            <source>Nobody waits under a full name that is hers alone.</source>
            <translation>Nadie espera con un nombre completo que sea solo suyo.</translation>
        </message>
        <message>
            <source>(no name)</source>
            <translation>(sin nombre)</translation>
        </message>
        <message>
            <source>{minutes} min</source>
            <translation>{minutes} min</translation>
        </message>
        <message>
            <source>What Zoom tells of a sitting.</source>
            <translation>Lo que Zoom informa de una sesión.</translation>
        </message>
        <message>
            <source>Which number of a date is the day, where nothing tells.</source>
            <translation>Qué número de la fecha es el día, si nada lo aclara.</translation>
        </message>
        <message>
            <source>Look: the report is of {day}, and the sitting is not.</source>
            <translation>Atención: el informe es del {day}, y la sesión no.</translation>
        </message>
        <message>
            <source>Lines: {rows}. People on Zoom: {groups}; sure: {sure}, proposed: {proposed}, unknown: {unknown}.</source>
            <translation>Renglones: {rows}. Personas en Zoom: {groups}; seguras: {sure}, propuestas: {proposed}, desconocidas: {unknown}.</translation>
        </message>
        <message>
            <source>This file was taken in before; nothing has changed.</source>
            <translation>Este archivo ya se había incorporado; no cambió nada.</translation>
        </message>
        <message>
            <source>Waited outside and never came in: {count}.</source>
            <translation>En la sala de espera, sin llegar a entrar: {count}.</translation>
        </message>
        <message>
            <source>the sitting of tonight is opened</source>
            <translation>se abre la sesión de esta noche</translation>
        </message>
        <message>
            <source>the neighbours arrive at the door</source>
            <translation>llegan las vecinas y los vecinos a la puerta</translation>
        </message>
        <message>
            <source>the agenda, with turns, issues and commitments</source>
            <translation>el orden del día, con uso de la palabra, pedidos y compromisos</translation>
        </message>
        <message>
            <source>the report of Zoom is dropped on the window</source>
            <translation>se suelta el informe de Zoom sobre la ventana</translation>
        </message>
        <message>
            <source>who waits at the matching desk is decided</source>
            <translation>se decide quién es quién en Correspondencias</translation>
        </message>
        <message>
            <source>a question that came by Zoom is noted</source>
            <translation>se anota una consulta que llegó por Zoom</translation>
        </message>
        <message>
            <source>the sitting is closed</source>
            <translation>se cierra la sesión</translation>
        </message>
        <message>
            <source>the minutes are written in Word</source>
            <translation>se redacta el acta en Word</translation>
        </message>
        <message>
            <source>the charts of the year are saved</source>
            <translation>se guardan los gráficos del año</translation>
        </message>
        <message>
            <source>the other pages are looked at</source>
            <translation>se recorren las demás páginas</translation>
        </message>
        <message>
            <source>the figures are held against the record</source>
            <translation>se controlan las cifras contra el registro</translation>
        </message>
        <message>
            <source>The practice evening of {day}</source>
            <translation>La sesión de práctica del {day}</translation>
        </message>
        <message>
            <source>In the room {in_room} + on Zoom {online} - both {both} = {people} people: the sum closes.</source>
            <translation>En la sala {in_room} + por Zoom {online} - por las dos {both} = {people} personas: la suma cierra.</translation>
        </message>
        <message>
            <source>New: {new}. Had come before: {returning}. Unnamed in the room, apart: {unnamed}.</source>
            <translation>Nuevas: {new}. Ya venían: {returning}. Sin nombre en la sala, aparte: {unnamed}.</translation>
        </message>
        <message>
            <source>What is in this folder</source>
            <translation>Lo que hay en esta carpeta</translation>
        </message>
        <message>
            <source>Zoom's report of tonight, to be dropped on the window: {path}</source>
            <translation>El informe de Zoom de esta noche, para soltar sobre la ventana: {path}</translation>
        </message>
        <message>
            <source>The evening stopped: {why}</source>
            <translation>La sesión de práctica se interrumpió: {why}</translation>
        </message>
        <message>
            <source>The folder in which the minutes, the pictures and the summary are left.</source>
            <translation>La carpeta donde quedan el acta, las imágenes y el resumen.</translation>
        </message>
        <message>
            <source>On the screen that is there, instead of off screen.</source>
            <translation>En la pantalla que haya, en vez de sin pantalla.</translation>
        </message>
        <message>
            <source>Opens Cabildo on an evening with invented people, to practise.</source>
            <translation>Abre Cabildo en una sesión con gente inventada, para practicar.</translation>
        </message>
        <message>
            <source>There is no screen here: the practice evening is played without one instead.</source>
            <translation>Acá no hay pantalla: la sesión de práctica se hace sin ella.</translation>
        </message>
        <message>
            <source>Plays the practice evening through the real window.</source>
            <translation>Hace la sesión de práctica en la ventana real.</translation>
        </message>
        <message>
            <source>Preparing a year of invented evenings</source>
            <translation>Preparando un año de sesiones inventadas</translation>
        </message>
        <message>
            <source>Usage:</source>
            <translation>Uso:</translation>
        </message>
        <message>
            <source>Arguments</source>
            <translation>Argumentos</translation>
        </message>
        <message>
            <source>Options</source>
            <translation>Opciones</translation>
        </message>
        <message>
            <source>Commands</source>
            <translation>Comandos</translation>
        </message>
        <message>
            <source>by itself: {}</source>
            <translation>si no se indica: {}</translation>
        </message>
        <message>
            <source>needed</source>
            <translation>obligatorio</translation>
        </message>
        <message>
            <source>Shows this help.</source>
            <translation>Muestra esta ayuda.</translation>
        </message>
        <message>
            <source>[OPTIONS]</source>
            <translation>[OPCIONES]</translation>
        </message>
        <message>
            <source>COMMAND [ARGUMENTS]...</source>
            <translation>COMANDO [ARGUMENTOS]...</translation>
        </message>
        <message>
            <source>The person: her id, or the first characters of it.</source>
            <translation>La persona: su identificador, o el comienzo.</translation>
        </message>
        <message>
            <source>Saves everything the record holds about a person (Law 25.326, article 14).</source>
            <translation>Guarda todo lo que el registro tiene sobre una persona (Ley 25.326, artículo 14).</translation>
        </message>
        <message>
            <source>Erases a person's data for ever (Law 25.326, article 16).</source>
            <translation>Suprime para siempre los datos de una persona (Ley 25.326, artículo 16).</translation>
        </message>
        <message>
            <source>A .pdf, .docx or .json file, or the folder to put them in.</source>
            <translation>Un archivo .pdf, .docx o .json, o la carpeta donde ponerlos.</translation>
        </message>
        <message>
            <source>Write over a file that is there.</source>
            <translation>Reemplazar un archivo que ya está.</translation>
        </message>
        <message>
            <source>Confirm: it cannot be undone.</source>
            <translation>Confirmar: no se puede deshacer.</translation>
        </message>
        <message>
            <source>Blot her out of the texts that surely name her, too.</source>
            <translation>Tacharla también en los textos que la nombran con seguridad.</translation>
        </message>
        <message>
            <source>What Zoom hands out: reports of participants, registrations or polls, the chat, the transcript.</source>
            <translation>Lo que entrega Zoom: informes de participantes, de inscripciones o de encuestas, el chat, la transcripción.</translation>
        </message>
        <message>
            <source>Only says what would be taken in; writes nothing.</source>
            <translation>Solo dice qué se incorporaría; no escribe nada.</translation>
        </message>
        <message>
            <source>Takes files of Zoom in and matches who came to the roll.</source>
            <translation>Incorpora archivos de Zoom y busca en el padrón a quienes vinieron.</translation>
        </message>
        <message>
            <source>The organisation: its id, or the first characters of it.</source>
            <translation>La organización: su identificador, o los primeros caracteres.</translation>
        </message>
        <message>
            <source>SITTING</source>
            <translation>SESIÓN</translation>
        </message>
        <message>
            <source>PERSON</source>
            <translation>PERSONA</translation>
        </message>
        <message>
            <source>GROUP</source>
            <translation>GRUPO</translation>
        </message>
        <message>
            <source>ORGANISATION</source>
            <translation>ORGANIZACIÓN</translation>
        </message>
        <message>
            <source>REQUEST</source>
            <translation>PEDIDO</translation>
        </message>
        <message>
            <source>FILE</source>
            <translation>ARCHIVO</translation>
        </message>
        <message>
            <source>FOLDER</source>
            <translation>CARPETA</translation>
        </message>
        <message>
            <source>DATE</source>
            <translation>FECHA</translation>
        </message>
        <message>
            <source>TIME</source>
            <translation>FECHA-Y-HORA</translation>
        </message>
        <message>
            <source>NAME</source>
            <translation>NOMBRE</translation>
        </message>
        <message>
            <source>NUMBER</source>
            <translation>NÚMERO</translation>
        </message>
        <message>
            <source>HOW_MANY</source>
            <translation>CUÁNTAS</translation>
        </message>
        <message>
            <source>MINUTES</source>
            <translation>MINUTOS</translation>
        </message>
        <message>
            <source>TELEPHONE</source>
            <translation>TELÉFONO</translation>
        </message>
        <message>
            <source>E-MAIL</source>
            <translation>CORREO</translation>
        </message>
        <message>
            <source>KIND</source>
            <translation>TIPO</translation>
        </message>
        <message>
            <source>GENDER</source>
            <translation>GÉNERO</translation>
        </message>
        <message>
            <source>MODE</source>
            <translation>MODO</translation>
        </message>
        <message>
            <source>ROLE</source>
            <translation>ROL</translation>
        </message>
        <message>
            <source>CODE</source>
            <translation>CÓDIGO</translation>
        </message>
        <message>
            <source>COLUMN=FIELD</source>
            <translation>COLUMNA=CAMPO</translation>
        </message>
        <message>
            <source>ORDER</source>
            <translation>ORDEN</translation>
        </message>
        <message>
            <source>ADDRESS</source>
            <translation>DIRECCIÓN</translation>
        </message>
        <message>
            <source>TITLE</source>
            <translation>TÍTULO</translation>
        </message>
        <message>
            <source>LETTERS</source>
            <translation>LETRAS</translation>
        </message>
        <message>
            <source>TEXT</source>
            <translation>TEXTO</translation>
        </message>
        <message>
            <source>Account ID of the app.</source>
            <translation>Account ID de la aplicación.</translation>
        </message>
        <message>
            <source>Client ID of the app.</source>
            <translation>Client ID de la aplicación.</translation>
        </message>
        <message>
            <source>E-mail of the Zoom user who hosts; else the first licensed one.</source>
            <translation>Correo de quien es anfitrión en Zoom; si no, la primera persona con licencia.</translation>
        </message>
        <message>
            <source>Forgets what is kept.</source>
            <translation>Olvida lo que está guardado.</translation>
        </message>
        <message>
            <source>Keeps the credentials of a Server-to-Server OAuth app. CABILDO_ZOOM_SECRET has its secret, or it is asked.</source>
            <translation>Guarda las credenciales de una aplicación Server-to-Server OAuth. CABILDO_ZOOM_SECRET tiene su clave secreta; si no, se la pide.</translation>
        </message>
        <message>
            <source>This desk has no access to Zoom any more.</source>
            <translation>Este puesto ya no tiene acceso a Zoom.</translation>
        </message>
        <message>
            <source>The credentials are kept in the system's keyring.</source>
            <translation>Las credenciales quedaron en el llavero del sistema.</translation>
        </message>
        <message>
            <source>There is no keyring; the credentials are kept in the encrypted record.</source>
            <translation>No hay llavero; las credenciales quedaron en el registro cifrado.</translation>
        </message>
        <message>
            <source>Tells what the Zoom account lets Cabildo do, and what is missing.</source>
            <translation>Dice qué le permite la cuenta de Zoom a Cabildo, y qué falta.</translation>
        </message>
        <message>
            <source>Hosts: {host}</source>
            <translation>Anfitrión o anfitriona: {host}</translation>
        </message>
        <message>
            <source>Creates the Zoom meeting of a sitting, with a form to register.</source>
            <translation>Crea la reunión de Zoom de una sesión, con formulario de inscripción.</translation>
        </message>
        <message>
            <source>Zoom meeting {number}</source>
            <translation>Reunión de Zoom {number}</translation>
        </message>
        <message>
            <source>To join: {link}</source>
            <translation>Para entrar: {link}</translation>
        </message>
        <message>
            <source>To register: {link}</source>
            <translation>Para inscribirse: {link}</translation>
        </message>
        <message>
            <source>So many minutes at most, while Zoom has no list yet.</source>
            <translation>Esta cantidad de minutos como máximo, mientras Zoom no tenga la lista.</translation>
        </message>
        <message>
            <source>Brings from Zoom who was there, who registered, polls and chat.</source>
            <translation>Trae de Zoom quién estuvo, quién se inscribió, las encuestas y el chat.</translation>
        </message>
        <message>
            <source>The call still runs; this is who is in it now. Bring it again when it ends.</source>
            <translation>La videollamada sigue; estas son las personas que están ahora. Traela de nuevo cuando termine.</translation>
        </message>
        <message>
            <source>Also: {what}.</source>
            <translation>Además: {what}.</translation>
        </message>
        <message>
            <source>Zoom tells nothing new of this call.</source>
            <translation>Zoom no informa nada nuevo de esta videollamada.</translation>
        </message>
        <message>
            <source>Client secret of the app</source>
            <translation>Client secret de la aplicación</translation>
        </message>
        <message>
            <source>Zoom has no list yet; asking again in {minutes} min.</source>
            <translation>Zoom todavía no tiene la lista; se la pedimos otra vez en {minutes} min.</translation>
        </message>
        <message>
            <source>The perception survey: what was answered in the polls of the call.</source>
            <translation>La encuesta de percepción: lo que se respondió en las encuestas de la videollamada.</translation>
        </message>
        <message>
            <source>No poll has been taken in for this sitting.</source>
            <translation>Todavía no se incorporó ninguna encuesta de esta sesión.</translation>
        </message>
        <message>
            <source>The message: the first characters of its id. With --kind it becomes an issue.</source>
            <translation>El mensaje: los primeros caracteres de su identificador. Con --kind pasa a ser un pedido.</translation>
        </message>
        <message>
            <source>The chat beside the agenda; makes an issue of a message.</source>
            <translation>El chat junto al orden del día; convierte un mensaje en pedido.</translation>
        </message>
        <message>
            <source>No chat has been taken in for this sitting.</source>
            <translation>Todavía no se incorporó ningún chat de esta sesión.</translation>
        </message>
        <message>
            <source>Number of the item on the agenda; without it, all that was said.</source>
            <translation>Número del punto en el orden del día; sin él, todo lo que se dijo.</translation>
        </message>
        <message>
            <source>Takes the words out of the record for good.</source>
            <translation>Borra las palabras del registro para siempre.</translation>
        </message>
        <message>
            <source>The words of the recording, a help for the notes.</source>
            <translation>Las palabras de la grabación, una ayuda para las notas.</translation>
        </message>
        <message>
            <source>The words of the recording are out of the record.</source>
            <translation>Las palabras de la grabación ya no están en el registro.</translation>
        </message>
        <message>
            <source>Nothing was recorded while this item was on the table.</source>
            <translation>No se grabó nada mientras se trataba este punto.</translation>
        </message>
        <message>
            <source>Writes somebody on the roll and says that the group is she; what Zoom tells need not be said again.</source>
            <translation>Anota a alguien en el padrón y dice que es ese grupo; no hace falta repetir lo que ya informa Zoom.</translation>
        </message>
        <message>
            <source>Given names.</source>
            <translation>Nombres.</translation>
        </message>
        <message>
            <source>Family name.</source>
            <translation>Apellido.</translation>
        </message>
        <message>
            <source>Document number.</source>
            <translation>Número de documento.</translation>
        </message>
        <message>
            <source>Name of her quarter.</source>
            <translation>Nombre de su barrio.</translation>
        </message>
        <message>
            <source>Telephone.</source>
            <translation>Teléfono.</translation>
        </message>
        <message>
            <source>E-mail.</source>
            <translation>Correo electrónico.</translation>
        </message>
        <message>
            <source>Only those that wait to be decided.</source>
            <translation>Solo los que esperan una decisión.</translation>
        </message>
        <message>
            <source>Nobody waits any more.</source>
            <translation>Ya no espera nadie.</translation>
        </message>
        <message>
            <source>Takes back what was decided of a group; without one, the last.</source>
            <translation>Deshace lo decidido de un grupo; sin grupo, lo último.</translation>
        </message>
        <message>
            <source>Who they are: the ids of two residents or more.</source>
            <translation>Quiénes son: los identificadores de dos personas o más.</translation>
        </message>
        <message>
            <source>Who it is not: the id of the resident.</source>
            <translation>Quién no es: el identificador de la persona.</translation>
        </message>
        <message>
            <source>Says that a group is several neighbours on one connection.</source>
            <translation>Dice que un grupo son varias personas en una conexión.</translation>
        </message>
        <message>
            <source>Says who a group is not: she is not proposed for it again.</source>
            <translation>Dice quién no es un grupo: no se la propone de nuevo.</translation>
        </message>
        <message>
            <source>Waiting to be decided: {count}.</source>
            <translation>Por decidir: {count}.</translation>
        </message>
        <message>
            <source>Nobody has registered yet.</source>
            <translation>Todavía no se inscribió nadie.</translation>
        </message>
        <message>
            <source>The minutes of a sitting.</source>
            <translation>El acta de una sesión.</translation>
        </message>
        <message>
            <source>Nobody else will sign: the minutes are signed then.</source>
            <translation>No firma nadie más: el acta queda firmada.</translation>
        </message>
        <message>
            <source>Makes the newest version final, as a PDF with places to sign.</source>
            <translation>Pasa la última versión a definitiva, en un PDF con lugares para firmar.</translation>
        </message>
        <message>
            <source>The Word file, where it does not lie in the folder of the minutes.</source>
            <translation>El archivo de Word, si no está en la carpeta de las actas.</translation>
        </message>
        <message>
            <source>A final version that nobody has signed is a draft again.</source>
            <translation>Una versión definitiva que no firmó nadie pasa de nuevo a borrador.</translation>
        </message>
        <message>
            <source>Minutes {number}/{year} are a draft again.</source>
            <translation>El acta {number}/{year} es otra vez un borrador.</translation>
        </message>
        <message>
            <source>Keeps the scan of the minutes that were signed on paper.</source>
            <translation>Guarda el escaneo del acta firmada en papel.</translation>
        </message>
        <message>
            <source>PDF, JPG, PNG or TIFF.</source>
            <translation>PDF, JPG, PNG o TIFF.</translation>
        </message>
        <message>
            <source>Minutes {number}/{year} are signed; the scan is kept as {path}</source>
            <translation>El acta {number}/{year} está firmada; el escaneo quedó en {path}</translation>
        </message>
        <message>
            <source>Takes back the PDF that somebody signed elsewhere.</source>
            <translation>Recibe el PDF que alguien firmó en otro lado.</translation>
        </message>
        <message>
            <source>The signed PDF.</source>
            <translation>El PDF firmado.</translation>
        </message>
        <message>
            <source>Signs the final PDF of minutes with a certificate.</source>
            <translation>Firma con un certificado el PDF definitivo de un acta.</translation>
        </message>
        <message>
            <source>The certificate as a file (.p12, .pfx).</source>
            <translation>El certificado en un archivo (.p12, .pfx).</translation>
        </message>
        <message>
            <source>The module of the maker of the token (PKCS#11).</source>
            <translation>El módulo del fabricante del token (PKCS#11).</translation>
        </message>
        <message>
            <source>Which token, where there are several.</source>
            <translation>Qué token, si hay varios.</translation>
        </message>
        <message>
            <source>In which place; without it, the next one.</source>
            <translation>En qué lugar; si no se dice, el siguiente.</translation>
        </message>
        <message>
            <source>Why, as it is seen on the paper.</source>
            <translation>Motivo, como se ve en el papel.</translation>
        </message>
        <message>
            <source>Where, as it is seen on the paper.</source>
            <translation>Lugar, como se ve en el papel.</translation>
        </message>
        <message>
            <source>The timestamp server; without it, that of the preferences.</source>
            <translation>El servidor de sello de tiempo; si no se dice, el último usado.</translation>
        </message>
        <message>
            <source>Tells whether a PDF or Word file is on record and its signatures hold.</source>
            <translation>Dice si un PDF o Word es el del registro y si sus firmas son válidas.</translation>
        </message>
        <message>
            <source>The file to check.</source>
            <translation>El archivo que se verifica.</translation>
        </message>
        <message>
            <source>Passphrase of the certificate: </source>
            <translation>Clave del certificado: </translation>
        </message>
        <message>
            <source>PIN of the token: </source>
            <translation>PIN del token: </translation>
        </message>
        <message>
            <source>Minutes {number}/{year} are signed: {path}</source>
            <translation>El acta {number}/{year} está firmada: {path}</translation>
        </message>
        <message>
            <source>One more signature on minutes {number}/{year}: {path}</source>
            <translation>Una firma más en el acta {number}/{year}: {path}</translation>
        </message>
        <message>
            <source>Writes the minutes as Akoma Ntoso XML, for archives.</source>
            <translation>Escribe el acta en XML Akoma Ntoso, para archivos.</translation>
        </message>
        <message>
            <source>The XML file to write.</source>
            <translation>El archivo XML que se va a escribir.</translation>
        </message>
        <message>
            <source>The language of the document: es_AR, en, fr or pt.</source>
            <translation>El idioma del documento: es_AR, en, fr o pt.</translation>
        </message>
        <message>
            <source>The Word file that was edited.</source>
            <translation>El archivo de Word modificado.</translation>
        </message>
        <message>
            <source>Begin again from the record, without what was edited by hand.</source>
            <translation>Empieza de nuevo desde el registro, sin lo que se modificó a mano.</translation>
        </message>
        <message>
            <source>{paper}: {path}</source>
            <translation>{paper}: {path}</translation>
        </message>
        <message>
            <source>Left as it was edited, although the record says something else by now:</source>
            <translation>Quedó como se modificó a mano, aunque el registro ya dice otra cosa:</translation>
        </message>
        <message>
            <source>Writes all papers of a sitting into one folder, or one zip.</source>
            <translation>Escribe todos los documentos de una sesión en una carpeta, o en un zip.</translation>
        </message>
        <message>
            <source>The folder to put them in, or a file that ends in .zip.</source>
            <translation>La carpeta donde ponerlos, o un archivo que termine en .zip.</translation>
        </message>
        <message>
            <source>Puts the templates into the home, to be edited in Word.</source>
            <translation>Pone las plantillas en la carpeta de datos, para modificarlas en Word.</translation>
        </message>
        <message>
            <source>Templates in {folder}. Fields: {fields}</source>
            <translation>Plantillas en {folder}. Campos: {fields}</translation>
        </message>
        <message>
            <source>Shows what was edited in a file, and what contradicts the record.</source>
            <translation>Muestra qué se modificó en un archivo y qué contradice al registro.</translation>
        </message>
        <message>
            <source>Takes an edited file as the newest version of the minutes.</source>
            <translation>Incorpora un archivo modificado como la última versión del acta.</translation>
        </message>
        <message>
            <source>Lists what the record says by now and the newest version does not.</source>
            <translation>Lista lo que el registro ya dice y la última versión todavía no.</translation>
        </message>
        <message>
            <source>Nothing is new since the newest version.</source>
            <translation>No hay novedades desde la última versión.</translation>
        </message>
        <message>
            <source>Lists the versions of the minutes of a sitting.</source>
            <translation>Lista las versiones del acta de una sesión.</translation>
        </message>
        <message>
            <source>{number}/{year}, version {version}, {at}: {name}</source>
            <translation>{number}/{year}, versión {version}, {at}: {name}</translation>
        </message>
        <message>
            <source>edited by hand</source>
            <translation>modificada a mano</translation>
        </message>
        <message>
            <source>There are no minutes of this sitting yet.</source>
            <translation>Todavía no hay acta de esta sesión.</translation>
        </message>
        <message>
            <source>New in the record since that version:</source>
            <translation>Novedades del registro desde esa versión:</translation>
        </message>
        <message>
            <source>This file is version {version}.</source>
            <translation>Este archivo es la versión {version}.</translation>
        </message>
        <message>
            <source>Nothing was changed in this file.</source>
            <translation>En este archivo no se modificó nada.</translation>
        </message>
        <message>
            <source>Which of the papers.</source>
            <translation>Cuál de los documentos.</translation>
        </message>
        <message>
            <source>Decided before: {decided}. No neighbours: {nobodies}.</source>
            <translation>Ya decididas: {decided}. No son vecinas ni vecinos: {nobodies}.</translation>
        </message>
        <message>
            <source>Id of the resident.</source>
            <translation>Identificador de la vecina o el vecino.</translation>
        </message>
        <message>
            <source>Whoever asked first.</source>
            <translation>A quien pidió primero.</translation>
        </message>
        <message>
            <source>Whoever is speaking has finished.</source>
            <translation>Quien está hablando terminó.</translation>
        </message>
        <message>
            <source>She does not want to speak any more.</source>
            <translation>Ya no quiere hablar.</translation>
        </message>
        <message>
            <source>Gives the floor to somebody present, or takes it back.</source>
            <translation>Da la palabra a alguien presente, o la termina.</translation>
        </message>
        <message>
            <source>Somebody present asks to speak and waits; --down: not any more.</source>
            <translation>Alguien presente pide la palabra y espera; --down: ya no.</translation>
        </message>
        <message>
            <source>Who spoke for how long, who waits, and how evenly it was shared.</source>
            <translation>Quién habló y cuánto, quién espera, y cómo se repartió la palabra.</translation>
        </message>
        <message>
            <source>waits: {place}. {name}</source>
            <translation>espera: {place}. {name}</translation>
        </message>
        <message>
            <source>Spoke: {spoke} of {present}.</source>
            <translation>Hablaron {spoke} de {present}.</translation>
        </message>
        <message>
            <source>Look: it is of the meeting {number}, and the sitting has another.</source>
            <translation>Atención: es de la reunión {number}, y la sesión tiene otra.</translation>
        </message>
        <message>
            <source>With --resident, of a closed sitting: she was there at that hour.</source>
            <translation>Con --resident, en una sesión cerrada: estuvo desde esa hora.</translation>
        </message>
        <message>
            <source>The issue: its id, its beginning, or the reference on a list.</source>
            <translation>El pedido: su id, el comienzo, o la referencia de una lista.</translation>
        </message>
        <message>
            <source>The department is a new one.</source>
            <translation>El área es nueva.</translation>
        </message>
        <message>
            <source>Where that is, as latitude and longitude: -32.95,-60.64</source>
            <translation>Dónde queda, con latitud y longitud: -32.95,-60.64</translation>
        </message>
        <message>
            <source>What was asked for at a sitting.</source>
            <translation>Lo que se pidió en una sesión.</translation>
        </message>
        <message>
            <source>Takes back an issue that was written down by mistake.</source>
            <translation>Quita un pedido anotado por error.</translation>
        </message>
        <message>
            <source>Taken back.</source>
            <translation>Quitado.</translation>
        </message>
        <message>
            <source>Looks for issues in all sittings, by any words of them.</source>
            <translation>Busca pedidos en todas las sesiones, por cualquiera de sus palabras.</translation>
        </message>
        <message>
            <source>Words of the issue, who raised it, where...</source>
            <translation>Palabras del pedido, quién lo hizo, dónde...</translation>
        </message>
        <message>
            <source>open, answered, settled or dropped.</source>
            <translation>open (abierto), answered (respondido), settled (resuelto) o dropped (desestimado).</translation>
        </message>
        <message>
            <source>Its department; - for none.</source>
            <translation>Su área; - si no tiene.</translation>
        </message>
        <message>
            <source>Name of the council, or part of it.</source>
            <translation>Nombre del consejo, o una parte.</translation>
        </message>
        <message>
            <source>Name or code of the district.</source>
            <translation>Nombre o código del distrito.</translation>
        </message>
        <message>
            <source>First day, as 2026-12-15 or 15/12/2026.</source>
            <translation>Primer día, como 15/12/2026.</translation>
        </message>
        <message>
            <source>Last day, as 2026-12-15 or 15/12/2026.</source>
            <translation>Último día, como 15/12/2026.</translation>
        </message>
        <message>
            <source>How many are shown at most.</source>
            <translation>Cuántos se muestran como máximo.</translation>
        </message>
        <message>
            <source>{total} in all ({states}).</source>
            <translation>{total} en total ({states}).</translation>
        </message>
        <message>
            <source>Sets an issue right; what is not given stays, '' clears.</source>
            <translation>Corrige un pedido; lo que no se indica queda igual, '' lo borra.</translation>
        </message>
        <message>
            <source>Where that is, as latitude and longitude.</source>
            <translation>Dónde queda, con latitud y longitud.</translation>
        </message>
        <message>
            <source>Changed.</source>
            <translation>Cambiado.</translation>
        </message>
        <message>
            <source>Tells what became of one issue or several.</source>
            <translation>Anota qué pasó con un pedido o con varios.</translation>
        </message>
        <message>
            <source>A word on the answer.</source>
            <translation>La respuesta, en pocas palabras.</translation>
        </message>
        <message>
            <source>Who answered.</source>
            <translation>Quién respondió.</translation>
        </message>
        <message>
            <source>When, as 2026-12-15 or 15/12/2026.</source>
            <translation>Cuándo, como 15/12/2026.</translation>
        </message>
        <message>
            <source>Makes the lists that departments are sent.</source>
            <translation>Hace las listas para enviar a las áreas.</translation>
        </message>
        <message>
            <source>A .docx, .xlsx or .pdf for one department; a folder or .zip for all.</source>
            <translation>Un .docx, .xlsx o .pdf para una sola área; una carpeta o un .zip para todas.</translation>
        </message>
        <message>
            <source>One department; - for none.</source>
            <translation>Una sola área; - para los que no tienen.</translation>
        </message>
        <message>
            <source>In which state; all for any.</source>
            <translation>En qué estado; all para todos.</translation>
        </message>
        <message>
            <source>Also those that were sent before.</source>
            <translation>También los que ya se enviaron.</translation>
        </message>
        <message>
            <source>With the names of who raised them.</source>
            <translation>Con los nombres de quienes los pidieron.</translation>
        </message>
        <message>
            <source>Notes that it was sent, and to whom.</source>
            <translation>Anota que se envió, y a quién.</translation>
        </message>
        <message>
            <source>The lists that were sent; with --take-back, one was not after all.</source>
            <translation>Las listas enviadas; con --take-back, una que al final no salió.</translation>
        </message>
        <message>
            <source>Id of the list that was not sent.</source>
            <translation>Id de la lista que no se envió.</translation>
        </message>
        <message>
            <source>several neighbours</source>
            <translation>varios vecinos</translation>
        </message>
        <message>
            <source>What was promised.</source>
            <translation>Los compromisos.</translation>
        </message>
        <message>
            <source>The commitment: its id, or the beginning or end of it.</source>
            <translation>El compromiso: su id, el comienzo o el final.</translation>
        </message>
        <message>
            <source>Part of the name of who answers for it.</source>
            <translation>Parte del nombre del responsable.</translation>
        </message>
        <message>
            <source>Name of the organisation.</source>
            <translation>Nombre de la organización.</translation>
        </message>
        <message>
            <source>What was promised at a sitting.</source>
            <translation>Los compromisos de una sesión.</translation>
        </message>
        <message>
            <source>Takes back a commitment that was written down by mistake.</source>
            <translation>Quita un compromiso anotado por error.</translation>
        </message>
        <message>
            <source>What is due, of all councils, the most pressing first.</source>
            <translation>Los compromisos pendientes de todos los consejos, primero lo más urgente.</translation>
        </message>
        <message>
            <source>overdue, week, month, later or undated.</source>
            <translation>overdue (vencidos), week (esta semana), month (este mes), later (más adelante) o undated (sin fecha).</translation>
        </message>
        <message>
            <source>The words of a reminder instead.</source>
            <translation>En su lugar, el texto de un recordatorio.</translation>
        </message>
        <message>
            <source>Tells how a commitment ended; open takes that back.</source>
            <translation>Anota cómo terminó un compromiso; open lo reabre.</translation>
        </message>
        <message>
            <source>kept, broken, released or open.</source>
            <translation>kept (cumplido), broken (incumplido), released (sin efecto) u open (pendiente).</translation>
        </message>
        <message>
            <source>How it ended, in words.</source>
            <translation>Cómo terminó, en palabras.</translation>
        </message>
        <message>
            <source>The sitting that heard of it.</source>
            <translation>La sesión en que se informó.</translation>
        </message>
        <message>
            <source>Another day for a commitment, and why.</source>
            <translation>Cambia la fecha de un compromiso, y por qué.</translation>
        </message>
        <message>
            <source>The new day; empty for none.</source>
            <translation>La nueva fecha; vacío para dejarlo sin fecha.</translation>
        </message>
        <message>
            <source>Why it is another day.</source>
            <translation>Por qué cambia la fecha.</translation>
        </message>
        <message>
            <source>Writes the list of what is due as Word, Excel or PDF.</source>
            <translation>Hace la lista de compromisos en Word, Excel o PDF.</translation>
        </message>
        <message>
            <source>The file: .docx, .xlsx or .pdf.</source>
            <translation>El archivo: .docx, .xlsx o .pdf.</translation>
        </message>
        <message>
            <source>Also those that are settled.</source>
            <translation>También los que ya terminaron.</translation>
        </message>
        <message>
            <source>no date</source>
            <translation>sin fecha</translation>
        </message>
        <message>
            <source>nobody in particular yet</source>
            <translation>responsable a definir</translation>
        </message>
        <message>
            <source>What was corrected after the closing: what, when, by whom.</source>
            <translation>Qué se corrigió después del cierre: qué, cuándo y quién.</translation>
        </message>
        <message>
            <source>The sitting is not closed.</source>
            <translation>La sesión no está cerrada.</translation>
        </message>
        <message>
            <source>Opens a sitting again that was closed by mistake.</source>
            <translation>Reabre una sesión que se cerró por error.</translation>
        </message>
        <message>
            <source>The sitting is open again.</source>
            <translation>La sesión está abierta de nuevo.</translation>
        </message>
        <message>
            <source>Notes how many have seen the sitting elsewhere.</source>
            <translation>Anota cuántas vistas tuvo la transmisión.</translation>
        </message>
        <message>
            <source>How many.</source>
            <translation>Cuántas.</translation>
        </message>
        <message>
            <source>Seen elsewhere: {number}</source>
            <translation>Vistas de la transmisión: {number}</translation>
        </message>
        <message>
            <source>How many were in the room without a name, all told.</source>
            <translation>Cuántas personas estuvieron en la sala sin dar su nombre, en total.</translation>
        </message>
        <message>
            <source>How many have seen the sitting elsewhere.</source>
            <translation>Cuántas vistas tuvo la transmisión.</translation>
        </message>
        <message>
            <source>Closed {when} by {who}; hash of the facts {hash}</source>
            <translation>Cerrada el {when} por {who}; huella de los hechos {hash}</translation>
        </message>
        <message>
            <source>The facts are those of the closing.</source>
            <translation>Los hechos son los del cierre.</translation>
        </message>
        <message>
            <source>The facts are others than at the closing; hash of now {hash}</source>
            <translation>Los hechos ya no son los del cierre; huella de ahora {hash}</translation>
        </message>
        <message>
            <source>The hash is another one and the journal has no correction: an older Cabildo closed the sitting.</source>
            <translation>La huella es otra y en el libro no hay ninguna corrección: la cerró un Cabildo anterior.</translation>
        </message>
        <message>
            <source>Corrections after the closing: {count}</source>
            <translation>Correcciones después del cierre: {count}</translation>
        </message>
        <message>
            <source>Opened again {when} by {who}</source>
            <translation>Reabierta el {when} por {who}</translation>
        </message>
        <message>
            <source>the minutes become a PDF, are signed to practise, and checked</source>
            <translation>el acta pasa a PDF, se firma para practicar y se comprueba</translation>
        </message>
        <message>
            <source>The minutes are a PDF of {pages} pages with {signatures} practice signatures, which are worth nothing.</source>
            <translation>El acta es un PDF de {pages} páginas con {signatures} firmas de práctica, que no tienen valor.</translation>
        </message>
        <message>
            <source>LibreOffice is not installed here, so there is no PDF to sign: the evening ends with the Word file.</source>
            <translation>Acá no está instalado LibreOffice, así que no hay PDF para firmar: la práctica termina en el archivo de Word.</translation>
        </message>
        <message>
            <source>Certificates to practise signing with: {path}</source>
            <translation>Certificados para practicar la firma: {path}</translation>
        </message>
        <message>
            <source>Shows who signs, in order; with roles, chooses them.</source>
            <translation>Muestra quiénes firman, en orden; si se dan lugares, los elige.</translation>
        </message>
        <message>
            <source>facilitator, secretary, head or neighbour, in order.</source>
            <translation>facilitator, secretary, head o neighbour, en orden.</translation>
        </message>
        <message>
            <source>Whether one can leave the office: exit code 0, or 3 where something is to do.</source>
            <translation>Si se puede salir de la oficina: código de salida 0, o 3 si queda algo por hacer.</translation>
        </message>
        <message>
            <source>For this sitting; without, for the open one or the next.</source>
            <translation>Para esta sesión; si no se dice, para la abierta o la próxima.</translation>
        </message>
        <message>
            <source>Asks nobody over the network.</source>
            <translation>No consulta nada por la red.</translation>
        </message>
        <message>
            <source>Send what is pending to the shared database, and take in the rest.</source>
            <translation>Envía lo pendiente a la base compartida y trae lo de los demás.</translation>
        </message>
        <message>
            <source>Where to write the receipt: a .pdf, a .docx, or a folder.</source>
            <translation>Dónde guardar la constancia: un .pdf, un .docx o una carpeta.</translation>
        </message>
        <message>
            <source>Sent: {sent}. Confirmed: {confirmed}. Pending: {pending}. Quarantined: {quarantined}. Received: {received}.</source>
            <translation>Enviados: {sent}. Confirmados: {confirmed}. Por enviar: {pending}. En cuarentena: {quarantined}. Recibidos: {received}.</translation>
        </message>
        <message>
            <source>  {entries} in quarantine, {noun}: {reason}</source>
            <translation>  {entries} en cuarentena, {noun}: {reason}</translation>
        </message>
        <message>
            <source>The receipt is in {path}</source>
            <translation>La constancia está en {path}</translation>
        </message>
        <message>
            <source>Enrol this desk with the file that the administrator gave.</source>
            <translation>Inscribe este puesto con el archivo que dio la administración.</translation>
        </message>
        <message>
            <source>This laptop is enrolled as «{name}». The file opens nothing any more: it may be deleted.</source>
            <translation>Esta notebook quedó inscripta como «{name}». El archivo ya no abre nada: se puede borrar.</translation>
        </message>
        <message>
            <source>“cabildo sync” sends what is here and brings what it may see.</source>
            <translation>«cabildo sync» envía lo que hay acá y trae lo que este puesto puede ver.</translation>
        </message>
        <message>
            <source>Bring a prepared database up to this version of Cabildo.</source>
            <translation>Actualiza a esta versión de Cabildo una base ya preparada.</translation>
        </message>
        <message>
            <source>The shared database is at version {schema}. Laptops of before go on sending.</source>
            <translation>La base compartida quedó en la versión {schema}. Las notebooks con la versión anterior siguen enviando.</translation>
        </message>
        <message>
            <source>Give a desk its own login: this one, or another one by a file.</source>
            <translation>Le da a un puesto su propio acceso: a este, o a otro con un archivo.</translation>
        </message>
        <message>
            <source>Write an enrolment file for another laptop.</source>
            <translation>Escribe un archivo de inscripción para otra notebook.</translation>
        </message>
        <message>
            <source>City of that laptop, or its city.toml.</source>
            <translation>Ciudad de esa notebook, o su city.toml.</translation>
        </message>
        <message>
            <source>District of that laptop; without it, the whole city.</source>
            <translation>Distrito de esa notebook; sin él, toda la ciudad.</translation>
        </message>
        <message>
            <source>What the desk is called in the lists.</source>
            <translation>Cómo se llama el puesto en las listas.</translation>
        </message>
        <message>
            <source>facilitator, secretary or head.</source>
            <translation>facilitator (facilitación), secretary (secretaría) o head (dirección de distrito).</translation>
        </message>
        <message>
            <source>The authority (PEM) that alone may vouch for the server.</source>
            <translation>La autoridad (PEM), única que puede responder por el servidor.</translation>
        </message>
        <message>
            <source>The enrolment file of «{name}» ({role}) is in {path}.</source>
            <translation>El archivo de inscripción de «{name}» ({role}) está en {path}.</translation>
        </message>
        <message>
            <source>Shut a desk out at once: a lost laptop, somebody who left.</source>
            <translation>Deja afuera a un puesto en el acto: una notebook perdida, alguien que se fue.</translation>
        </message>
        <message>
            <source>«{name}» is shut out, and its session is over. What it had sent stays.</source>
            <translation>«{name}» quedó afuera y su sesión terminó. Lo que había enviado se conserva.</translation>
        </message>
        <message>
            <source>Give a desk another district or another role.</source>
            <translation>Darle a un puesto otro distrito u otra función.</translation>
        </message>
        <message>
            <source>«{name}» is now {role}, {district}. At its next contact it looks at everything again.</source>
            <translation>«{name}» ahora es {role}, {district}. En el próximo contacto mira todo de nuevo.</translation>
        </message>
        <message>
            <source>The database and its desks.</source>
            <translation>La base y sus puestos.</translation>
        </message>
        <message>
            <source>End the sessions of laptops that hold up the others.</source>
            <translation>Cortar las sesiones de notebooks que hacen esperar a las demás.</translation>
        </message>
        <message>
            <source>Sessions ended: {count}.</source>
            <translation>Sesiones cortadas: {count}.</translation>
        </message>
        <message>
            <source>Open: {what}.</source>
            <translation>Abierto: {what}.</translation>
        </message>
        <message>
            <source>  To close it, where nothing else needs it: {line}</source>
            <translation>  Se cierra así, si nada más lo necesita: {line}</translation>
        </message>
        <message>
            <source>file not used yet</source>
            <translation>archivo sin usar todavía</translation>
        </message>
        <message>
            <source>Its name, or its number in “cabildo server status”.</source>
            <translation>Su nombre, o su número en «cabildo server status».</translation>
        </message>
        <message>
            <source>last sent {when}</source>
            <translation>último envío {when}</translation>
        </message>
        <message>
            <source>shut out</source>
            <translation>dado de baja</translation>
        </message>
        <message>
            <source>whole city</source>
            <translation>toda la ciudad</translation>
        </message>
        <message>
            <source>«{name}» left a transaction open {seconds} s ago; {waiting} wait for it. End it: cabildo server status --end</source>
            <translation>«{name}» dejó una transacción abierta hace {seconds} s; {waiting} la esperan. Para cortarla: cabildo server status --end</translation>
        </message>
        <message>
            <source>Hold the journal against its seals and the state against the journal.</source>
            <translation>Compara el libro con sus sellos, y los datos con el libro.</translation>
        </message>
        <message>
            <source>It came back from a backup: let every desk find that out.</source>
            <translation>Volvió de un respaldo: que todos los puestos se enteren.</translation>
        </message>
        <message>
            <source>Every desk will send again what this backup did not have yet.</source>
            <translation>Cada puesto va a enviar otra vez lo que este respaldo no tenía.</translation>
        </message>
        <message>
            <source>It is another file with the same words; adopted, its looks stay.</source>
            <translation>Es otro archivo con el mismo texto; incorporalo con «adopt» para que quede como se ve ahora.</translation>
        </message>
        <message>
            <source>The map of the city: its quarters, drawn, and who lives there.</source>
            <translation>El mapa de la ciudad: sus barrios, dibujados, y cuánta gente vive ahí.</translation>
        </message>
        <message>
            <source>CSV or workbook with the columns barrio and habitantes.</source>
            <translation>CSV o planilla con las columnas barrio y habitantes.</translation>
        </message>
        <message>
            <source>Takes in how many people live in each quarter.</source>
            <translation>Carga cuántas personas viven en cada barrio.</translation>
        </message>
        <message>
            <source>Quarters counted: {count}; changed: {changed}.</source>
            <translation>Barrios con habitantes: {count}; cambiados: {changed}.</translation>
        </message>
        <message>
            <source>No quarter of that name: {name}</source>
            <translation>Ningún barrio con ese nombre: {name}</translation>
        </message>
        <message>
            <source>No number of inhabitants: {name}</source>
            <translation>Sin número de habitantes: {name}</translation>
        </message>
        <message>
            <source>Lists the areas of the map and the quarters they are.</source>
            <translation>Lista las áreas del mapa y los barrios que son.</translation>
        </message>
        <message>
            <source>Takes the map off; what was decided stays for the next one.</source>
            <translation>Quita el mapa; lo que se decidió queda para el próximo.</translation>
        </message>
        <message>
            <source>The quarters are not drawn any more.</source>
            <translation>Los barrios ya no se dibujan.</translation>
        </message>
        <message>
            <source>The map: GeoJSON, GML, or a shapefile packed as ZIP.</source>
            <translation>El mapa: GeoJSON, GML o un shapefile en ZIP.</translation>
        </message>
        <message>
            <source>The field with the names of the quarters.</source>
            <translation>El campo con los nombres de los barrios.</translation>
        </message>
        <message>
            <source>The field with how many people live there.</source>
            <translation>El campo con la cantidad de habitantes.</translation>
        </message>
        <message>
            <source>The projection, like EPSG:22185, where the file is silent.</source>
            <translation>La proyección, como EPSG:22185, si el archivo no la dice.</translation>
        </message>
        <message>
            <source>Also a map that seems to be of another city.</source>
            <translation>También un mapa que parece de otra ciudad.</translation>
        </message>
        <message>
            <source>Tells what was found, and writes nothing.</source>
            <translation>Dice qué se encontró, sin escribir nada.</translation>
        </message>
        <message>
            <source>Takes the map of the city's quarters in.</source>
            <translation>Carga el mapa de los barrios de la ciudad.</translation>
        </message>
        <message>
            <source>The area, by its name on the map.</source>
            <translation>El área, por su nombre en el mapa.</translation>
        </message>
        <message>
            <source>The quarters it is, by name; none: it is no quarter of ours.</source>
            <translation>Los barrios que es, por nombre; ninguno: no es un barrio nuestro.</translation>
        </message>
        <message>
            <source>Undecided again.</source>
            <translation>Otra vez por decidir.</translation>
        </message>
        <message>
            <source>Decides which quarters an area of the map is.</source>
            <translation>Decide qué barrios son un área del mapa.</translation>
        </message>
        <message>
            <source>Known by name: {known} of {areas}. Nothing was written.</source>
            <translation>Conocidos por su nombre: {known} de {areas}. No se escribió nada.</translation>
        </message>
        <message>
            <source>To be decided: {name}</source>
            <translation>Por decidir: {name}</translation>
        </message>
        <message>
            <source>Quarters drawn: {drawn} of {quarters}; with inhabitants: {counted}; to be decided: {waiting}.</source>
            <translation>Barrios dibujados: {drawn} de {quarters}; con habitantes: {counted}; por decidir: {waiting}.</translation>
        </message>
        <message>
            <source>{area}: to be decided ({likely})</source>
            <translation>{area}: por decidir ({likely})</translation>
        </message>
        <message>
            <source>no quarter of ours</source>
            <translation>ningún barrio nuestro</translation>
        </message>
        <message>
            <source>This laptop is another desk now: it was a copy, or was let in again. Nothing was lost.</source>
            <translation>Esta notebook es otro puesto ahora: era una copia, o se la volvió a habilitar. No se perdió nada.</translation>
        </message>
        <message>
            <source>On two laptops, without a window, that lose the network and meet again.</source>
            <translation>En dos computadoras, sin ventana, que se quedan sin red y se reencuentran.</translation>
        </message>
        <message>
            <source>The server for --two-desks, with its administrator; else CABILDO_SERVER_URL.</source>
            <translation>El servidor para --two-desks, con su administrador; si no, CABILDO_SERVER_URL.</translation>
        </message>
        <message>
            <source>People present</source>
            <translation>Personas presentes</translation>
        </message>
        <message>
            <source>of them Rosa Peñalva</source>
            <translation>de ellas, Rosa Peñalva</translation>
        </message>
        <message>
            <source>of them whoever was written down twice</source>
            <translation>de ellas, quien se anotó en las dos</translation>
        </message>
        <message>
            <source>Issues</source>
            <translation>Pedidos</translation>
        </message>
        <message>
            <source>Commitments</source>
            <translation>Compromisos</translation>
        </message>
        <message>
            <source>Order of the agenda</source>
            <translation>Orden de los puntos</translation>
        </message>
        <message>
            <source>Differences to settle</source>
            <translation>Diferencias por resolver</translation>
        </message>
        <message>
            <source>To send</source>
            <translation>Por enviar</translation>
        </message>
        <message>
            <source>the door plans the sitting, and the table has it too</source>
            <translation>la puerta programa la sesión, y la mesa también la tiene</translation>
        </message>
        <message>
            <source>one marks who comes, the other what is asked for</source>
            <translation>una anota quién llega, la otra lo que se pide</translation>
        </message>
        <message>
            <source>the network falls: both are refused, nothing is lost</source>
            <translation>se corta la red: a las dos se les niega, no se pierde nada</translation>
        </message>
        <message>
            <source>the door goes on by itself</source>
            <translation>la puerta sigue sola</translation>
        </message>
        <message>
            <source>the table goes on by itself</source>
            <translation>la mesa sigue sola</translation>
        </message>
        <message>
            <source>the network is back: each gets what the other wrote</source>
            <translation>vuelve la red: cada una recibe lo que anotó la otra</translation>
        </message>
        <message>
            <source>the table closes the sitting</source>
            <translation>la mesa cierra la sesión</translation>
        </message>
        <message>
            <source>two-desks</source>
            <translation>dos-puestos</translation>
        </message>
        <message>
            <source>Address of a PostgreSQL, with its administrator: a database is made there, and goes again</source>
            <translation>Dirección de un PostgreSQL, con su administrador: ahí se crea una base, que después se borra</translation>
        </message>
        <message>
            <source>Door</source>
            <translation>Puerta</translation>
        </message>
        <message>
            <source>Table</source>
            <translation>Mesa</translation>
        </message>
        <message>
            <source>Shared database</source>
            <translation>Base compartida</translation>
        </message>
        <message>
            <source>Door and table lost each other in the middle of the sitting, and met again.</source>
            <translation>La puerta y la mesa quedaron sin red en plena sesión, y se reencontraron.</translation>
        </message>
        <message>
            <source>What each of the three holds: rows, and the beginning of the seal over all of them.</source>
            <translation>Lo que tiene cada una de las tres: filas, y el comienzo del sello de todas ellas.</translation>
        </message>
        <message>
            <source>Both wrote these without knowing of each other. The later value stands, the other is kept:</source>
            <translation>Las dos anotaron esto sin saber una de la otra. Vale lo último; lo otro se conserva:</translation>
        </message>
        <message>
            <source>stands: {side}</source>
            <translation>vale: {side}</translation>
        </message>
        <message>
            <source>left out: {side}</source>
            <translation>quedó afuera: {side}</translation>
        </message>
        <message>
            <source>one district</source>
            <translation>un distrito</translation>
        </message>
        <message>
            <source>The bank of good practices: what worked, so that others can do it.</source>
            <translation>El banco de buenas prácticas: lo que funcionó, para que otros puedan hacerlo.</translation>
        </message>
        <message>
            <source>Words that stand in it.</source>
            <translation>Palabras que figuran en ella.</translation>
        </message>
        <message>
            <source>Lists them, the latest first.</source>
            <translation>Las enumera, la más reciente primero.</translation>
        </message>
        <message>
            <source>Tells one in full.</source>
            <translation>Muestra una completa.</translation>
        </message>
        <message>
            <source>Takes one out of the bank.</source>
            <translation>Saca una del banco.</translation>
        </message>
        <message>
            <source>Taken out.</source>
            <translation>Se sacó del banco.</translation>
        </message>
        <message>
            <source>The good practice: its id, or the beginning or end of it.</source>
            <translation>La buena práctica: su identificador, o el comienzo o el final.</translation>
        </message>
        <message>
            <source>What it is called.</source>
            <translation>Cómo se llama.</translation>
        </message>
        <message>
            <source>What was done.</source>
            <translation>Qué se hizo.</translation>
        </message>
        <message>
            <source>With whom it was done.</source>
            <translation>Con quiénes se hizo.</translation>
        </message>
        <message>
            <source>What it took.</source>
            <translation>Qué hizo falta.</translation>
        </message>
        <message>
            <source>Its topic.</source>
            <translation>Su tema.</translation>
        </message>
        <message>
            <source>The sitting it was born in.</source>
            <translation>La sesión en la que nació.</translation>
        </message>
        <message>
            <source>The day, as 2026-12-15 or 15/12/2026.</source>
            <translation>El día, como 2026-12-15 o 15/12/2026.</translation>
        </message>
        <message>
            <source>A picture of it (JPEG).</source>
            <translation>Una foto (JPEG).</translation>
        </message>
        <message>
            <source>What the picture shows, for whoever cannot see it.</source>
            <translation>Qué muestra la foto, para quien no puede verla.</translation>
        </message>
        <message>
            <source>Writes a good practice down.</source>
            <translation>Anota una buena práctica.</translation>
        </message>
        <message>
            <source>Puts right what is told of one; &quot;&quot; empties a field.</source>
            <translation>Corrige lo que se cuenta de una; &quot;&quot; vacía un campo.</translation>
        </message>
        <message>
            <source>With: {text}</source>
            <translation>Con: {text}</translation>
        </message>
        <message>
            <source>It took: {text}</source>
            <translation>Hizo falta: {text}</translation>
        </message>
        <message>
            <source>Born in: {text}</source>
            <translation>Nació en: {text}</translation>
        </message>
        <message>
            <source>Picture: {text}</source>
            <translation>Foto: {text}</translation>
        </message>
        <message>
            <source>Who was told of a sitting, and whether she came.</source>
            <translation>A quién se le avisó de una sesión, y si vino.</translation>
        </message>
        <message>
            <source>The invitation: its id, or the beginning or end of it.</source>
            <translation>El aviso: su identificador, o el comienzo o el final.</translation>
        </message>
        <message>
            <source>By what: whatsapp, visit, call, mail, poster...</source>
            <translation>Por qué medio: whatsapp, visita, llamada, correo, afiche...</translation>
        </message>
        <message>
            <source>Id of the resident who was told.</source>
            <translation>Identificador de la persona a la que se le avisó.</translation>
        </message>
        <message>
            <source>Name of the group that was told.</source>
            <translation>Nombre del grupo al que se le avisó.</translation>
        </message>
        <message>
            <source>How many people the group has.</source>
            <translation>Cuántas personas tiene el grupo.</translation>
        </message>
        <message>
            <source>What she said: will_come, no_answer...</source>
            <translation>Qué contestó: viene, no contesta...</translation>
        </message>
        <message>
            <source>The day, as 2026-12-15 or 15/12/2026; without it, today.</source>
            <translation>El día, como 2026-12-15 o 15/12/2026; si no se indica, hoy.</translation>
        </message>
        <message>
            <source>A note.</source>
            <translation>Una nota.</translation>
        </message>
        <message>
            <source>Writes down that somebody, or a group, was told of a sitting.</source>
            <translation>Anota que se le avisó de una sesión a una persona o a un grupo.</translation>
        </message>
        <message>
            <source>By what, for lines that do not tell it.</source>
            <translation>Por qué medio, para las líneas que no lo dicen.</translation>
        </message>
        <message>
            <source>Takes in a list of who was told of a sitting.</source>
            <translation>Incorpora una lista de a quiénes se les avisó de una sesión.</translation>
        </message>
        <message>
            <source>New {written}, changed {changed}, the same {same}, left out {refused}</source>
            <translation>Nuevos {written}, modificados {changed}, iguales {same}, no incorporados {refused}</translation>
        </message>
        <message>
            <source>Who was told of a sitting, by channel, and who came.</source>
            <translation>A quién se le avisó de una sesión, por medio, y quién vino.</translation>
        </message>
        <message>
            <source>Nobody has been written down as told of this sitting.</source>
            <translation>No hay ningún aviso anotado para esta sesión.</translation>
        </message>
        <message>
            <source>Notes what came of an invitation.</source>
            <translation>Anota qué resultó de un aviso.</translation>
        </message>
        <message>
            <source>Takes an invitation out that was never made.</source>
            <translation>Quita un aviso que no se hizo.</translation>
        </message>
        <message>
            <source>came</source>
            <translation>vino</translation>
        </message>
        <message>
            <source>has not come</source>
            <translation>no vino</translation>
        </message>
        <message>
            <source>Surveys: what people were asked, and what they answered.</source>
            <translation>Encuestas: qué se preguntó y qué se contestó.</translation>
        </message>
        <message>
            <source>The questionnaire: its code or its name.</source>
            <translation>El cuestionario: su código o su nombre.</translation>
        </message>
        <message>
            <source>A file of a questionnaire (TOML).</source>
            <translation>Un archivo de cuestionario (TOML).</translation>
        </message>
        <message>
            <source>Lists the questionnaires, with how many answered each.</source>
            <translation>Enumera los cuestionarios, con cuántas respuestas tiene cada uno.</translation>
        </message>
        <message>
            <source>{code}  {name}  (comes with Cabildo, not asked yet)</source>
            <translation>{code}  {name}  (viene con Cabildo, todavía sin usar)</translation>
        </message>
        <message>
            <source>Takes in a questionnaire that the city wrote itself.</source>
            <translation>Incorpora un cuestionario que escribió la ciudad.</translation>
        </message>
        <message>
            <source>It can be asked now.</source>
            <translation>Ya se puede usar.</translation>
        </message>
        <message>
            <source>Asks a questionnaire no more; its answers stay.</source>
            <translation>Deja de usar un cuestionario; sus respuestas se conservan.</translation>
        </message>
        <message>
            <source>It is asked no more. Its answers stay.</source>
            <translation>Ya no se usa. Sus respuestas se conservan.</translation>
        </message>
        <message>
            <source>The questionnaire for people to fill in on paper.</source>
            <translation>El cuestionario para que las personas lo completen en papel.</translation>
        </message>
        <message>
            <source>An answer, as &quot;question=answer&quot;; once a question.</source>
            <translation>Una respuesta, como &quot;pregunta=respuesta&quot;; una por pregunta.</translation>
        </message>
        <message>
            <source>How it was answered: paper, tablet, zoom, visit or call.</source>
            <translation>Cómo se contestó: paper (papel), tablet (tableta), zoom, visit (visita) o call (llamada).</translation>
        </message>
        <message>
            <source>The quarter of whoever answered.</source>
            <translation>El barrio de quien contestó.</translation>
        </message>
        <message>
            <source>The table of answers: CSV, or a workbook of Excel or LibreOffice.</source>
            <translation>La tabla de respuestas: CSV, o una planilla de Excel o LibreOffice.</translation>
        </message>
        <message>
            <source>Writes down what one person, or one household, answered.</source>
            <translation>Anota lo que contestó una persona o un hogar.</translation>
        </message>
        <message>
            <source>Takes in a table of answers, one sheet a line.</source>
            <translation>Incorpora una tabla de respuestas, una hoja por línea.</translation>
        </message>
        <message>
            <source>From this day on.</source>
            <translation>Desde este día.</translation>
        </message>
        <message>
            <source>Up to this day.</source>
            <translation>Hasta este día.</translation>
        </message>
        <message>
            <source>How each question was answered, with who said nothing.</source>
            <translation>Cómo se contestó cada pregunta, con quienes no dijeron nada.</translation>
        </message>
        <message>
            <source>answers: {count}</source>
            <translation>respuestas: {count}</translation>
        </message>
        <message>
            <source>{question} ({answered} of {replies} answered)</source>
            <translation>{question} (contestaron {answered} de {replies})</translation>
        </message>
        <message>
            <source>  {total} in all</source>
            <translation>  {total} en total</translation>
        </message>
        <message>
            <source>The enrolment file, or a picture of its code; - reads its text.</source>
            <translation>El archivo de inscripción, o una imagen de su código; con - se lee el texto.</translation>
        </message>
        <message>
            <source>For how many days the file is good.</source>
            <translation>Por cuántos días sirve el archivo.</translation>
        </message>
        <message>
            <source>Draw it as a code too, to be read with the camera: a .png.</source>
            <translation>Dibujarlo también como código, para leer con la cámara: un .png.</translation>
        </message>
        <message>
            <source>It opens the database once: give it by hand, and on that laptop: cabildo enrol {one}</source>
            <translation>Abre la base una sola vez: entregalo en mano y, en esa notebook: cabildo enrol {one}</translation>
        </message>
        <message>
            <source>It is good until {until}.</source>
            <translation>Sirve hasta el {until}.</translation>
        </message>
        <message>
            <source>Write what is pending into a closed file for a stick.</source>
            <translation>Escribe lo que está por enviar en un archivo cerrado, para un pendrive.</translation>
        </message>
        <message>
            <source>The file on the stick, or its folder.</source>
            <translation>El archivo en el pendrive, o su carpeta.</translation>
        </message>
        <message>
            <source>For another laptop of this evening, opened with a code.</source>
            <translation>Para otra notebook de esta sesión; se abre con un código.</translation>
        </message>
        <message>
            <source>Entries on the stick: {entries}. The file is {path}</source>
            <translation>Asientos en el pendrive: {entries}. El archivo es {path}</translation>
        </message>
        <message>
            <source>Its code, to be said aloud: {code}</source>
            <translation>Su código, para decir en voz alta: {code}</translation>
        </message>
        <message>
            <source>They are pending until the receipt comes back, or the network.</source>
            <translation>Siguen por enviar hasta que vuelva la constancia o la red.</translation>
        </message>
        <message>
            <source>Nothing is pending here; its receipt brings what others wrote.</source>
            <translation>No hay nada por enviar; la constancia trae lo que escribieron otros puestos.</translation>
        </message>
        <message>
            <source>Take in a file that was brought on a stick.</source>
            <translation>Toma un archivo que llegó en un pendrive.</translation>
        </message>
        <message>
            <source>The file on the stick.</source>
            <translation>El archivo del pendrive.</translation>
        </message>
        <message>
            <source>Take in what a laptop sent on a stick, and write its receipt.</source>
            <translation>Toma lo que una notebook mandó en un pendrive y escribe su constancia.</translation>
        </message>
        <message>
            <source>Where the receipt goes; beside the file unless told otherwise.</source>
            <translation>Dónde va la constancia; si no se dice, al lado del archivo.</translation>
        </message>
        <message>
            <source>«{name}»: {carried} carried, {stored} of them new here, {confirmed} confirmed.</source>
            <translation>«{name}»: entregados: {carried}; nuevos acá: {stored}; confirmados: {confirmed}.</translation>
        </message>
        <message>
            <source>In quarantine: {count}.</source>
            <translation>En cuarentena: {count}.</translation>
        </message>
        <message>
            <source>Code of the file: </source>
            <translation>Código del archivo: </translation>
        </message>
        <message>
            <source>Only the sittings planned as in_person, virtual or hybrid.</source>
            <translation>Solo las sesiones planificadas como in_person (presencial), virtual o hybrid (híbrida).</translation>
        </message>
        <message>
            <source>Cut the figures by district, council, mode, month or quarter.</source>
            <translation>Separa las cifras por district (distrito), council (consejo), mode (modalidad), month (mes) o quarter (barrio).</translation>
        </message>
        <message>
            <source>Only this figure; may be given several times.</source>
            <translation>Solo esta cifra; se puede repetir.</translation>
        </message>
        <message>
            <source>Beside the period of as many days before.</source>
            <translation>Junto con el período anterior, de la misma cantidad de días.</translation>
        </message>
        <message>
            <source>As it may be published: nothing that would tell of fewer than five people.</source>
            <translation>Como se puede publicar: sin nada que se refiera a menos de cinco personas.</translation>
        </message>
        <message>
            <source>Write the figures as a table to this file.</source>
            <translation>Escribe las cifras como tabla en este archivo.</translation>
        </message>
        <message>
            <source>All figures of a period: people, what was asked for, what was promised.</source>
            <translation>Todas las cifras de un período: personas, lo que se pidió, lo que se prometió.</translation>
        </message>
        <message>
            <source>Written to {path}.</source>
            <translation>Guardado en {path}.</translation>
        </message>
        <message>
            <source>Makes anew what the figures are read from.</source>
            <translation>Calcula otra vez los datos de los que salen las cifras.</translation>
        </message>
        <message>
            <source>Holds what the figures are read from against the record.</source>
            <translation>Compara con el registro los datos de los que salen las cifras.</translation>
        </message>
        <message>
            <source>The figures say what the record says.</source>
            <translation>Las cifras dicen lo mismo que el registro.</translation>
        </message>
        <message>
            <source>What each figure is: unit, denominator, how it may be cut.</source>
            <translation>Qué es cada cifra: unidad, sobre qué total, cómo se puede separar.</translation>
        </message>
        <message>
            <source>As a .docx, .pdf, .txt, .html or .ics file.</source>
            <translation>Como archivo .docx, .pdf, .txt, .html o .ics.</translation>
        </message>
        <message>
            <source>For anybody: without links and numbers of Zoom.</source>
            <translation>Para cualquiera: sin enlaces ni números de Zoom.</translation>
        </message>
        <message>
            <source>The first day, as 2026-11-01.</source>
            <translation>El primer día, como 2026-11-01.</translation>
        </message>
        <message>
            <source>The last day, as 2026-11-30.</source>
            <translation>El último día, como 2026-11-30.</translation>
        </message>
        <message>
            <source>Code or name; the whole city by itself.</source>
            <translation>Código o nombre; si no se dice, toda la ciudad.</translation>
        </message>
        <message>
            <source>A .docx or .pdf file, or a folder.</source>
            <translation>Un archivo .docx o .pdf, o una carpeta.</translation>
        </message>
        <message>
            <source>To be published: small counts are hidden.</source>
            <translation>Para publicar: se ocultan las cantidades chicas.</translation>
        </message>
        <message>
            <source>Writes over a file that is there.</source>
            <translation>Reemplaza un archivo que ya está.</translation>
        </message>
        <message>
            <source>The report of a period, in Word or PDF.</source>
            <translation>El informe de un período, en Word o PDF.</translation>
        </message>
        <message>
            <source>The first day; that of the first sitting by itself.</source>
            <translation>El primer día; si no se dice, el de la primera sesión.</translation>
        </message>
        <message>
            <source>The last day; today by itself.</source>
            <translation>El último día; si no se dice, hoy.</translation>
        </message>
        <message>
            <source>The folder; it is made if needed.</source>
            <translation>La carpeta; si no está, se crea.</translation>
        </message>
        <message>
            <source>What can be published: tables, their dictionary and a page, without small counts.</source>
            <translation>Lo que se puede publicar: tablas, su diccionario y una página, sin cantidades chicas.</translation>
        </message>
        <message>
            <source>The booklet of good practices, with their pictures.</source>
            <translation>El cuadernillo de buenas prácticas, con sus fotos.</translation>
        </message>
        <message>
            <source>From the shared database, with what this desk's login may see there.</source>
            <translation>De la base compartida, con lo que puede ver el usuario de este puesto.</translation>
        </message>
        <message>
            <source>PostgreSQL {postgres}, version {schema}, {size} MB, {entries}, {desks}.</source>
            <translation>PostgreSQL {postgres}, versión {schema}, {size} MB, {entries}, {desks}.</translation>
        </message>
        <message>
            <source>file not used yet, good until {until}</source>
            <translation>archivo sin usar, sirve hasta el {until}</translation>
        </message>
        <message>
            <source>file never used, and good no more since {until}</source>
            <translation>archivo que nadie usó; dejó de servir el {until}</translation>
        </message>
        <message>
            <source>Its laptop first sends what it has not sent, and then lets go of all names. Older backups and files stay.</source>
            <translation>Esa notebook primero envía lo que no envió y después deja de tener nombres. Los respaldos y archivos anteriores quedan.</translation>
        </message>
        <message>
            <source>The same code on a page to hand over, with what to do: a .pdf.</source>
            <translation>El mismo código en una hoja para entregar, con los pasos a seguir: un .pdf.</translation>
        </message>
        <message>
            <source>It opens the database once: give it by hand. What to do stands on it.</source>
            <translation>Abre la base una sola vez: entregala en mano. Los pasos están en la hoja.</translation>
        </message>
        <message>
            <source>This laptop is a head's now: what it had not sent is sent, and the names are gone from it.</source>
            <translation>Esta notebook ahora es de una dirección de distrito: lo que faltaba enviar se envió, y ya no tiene nombres.</translation>
        </message>
        <message>
            <source>The receipt is {path}: it goes back on the stick, with what others wrote ({told}).</source>
            <translation>La constancia es {path}: vuelve en el pendrive, con lo que escribieron otros puestos ({told}).</translation>
        </message>
        <message>
            <source>Erased: {values}, in {rows}. Texts that may still name her: {left}.</source>
            <translation>Suprimido: {values}, en {rows}. Textos que todavía pueden nombrarla: {left}.</translation>
        </message>
        <message>
            <source>When they have been here, run this once more: it tells what nobody has sent.</source>
            <translation>Cuando ya se hayan conectado, volvé a correr este control: dice qué falta todavía.</translation>
        </message>
        <message>
            <source>Other desks: {count}. So many are not lost: shut out the laptop that names them.</source>
            <translation>Otros puestos: {count}. Tantos no se pierden: dejá afuera a la notebook que los nombra.</translation>
        </message>
        <message>
            <source>A desk that this backup did not know yet</source>
            <translation>Un puesto que este respaldo todavía no conocía</translation>
        </message>
        <message>
            <source>{who} ({id}): missing here from number {first} on: {entries}. They are on: {holders}.</source>
            <translation>{who} ({id}): acá falta, desde el número {first}: {entries}. Lo tienen: {holders}.</translation>
        </message>
        <message>
            <source>Two laptops do not say the same of them. Name the one you believe: --from</source>
            <translation>Dos notebooks no dicen lo mismo de eso. Indicá a cuál le creés: --from</translation>
        </message>
        <message>
            <source>«{name}» was asked for them, and hands them back at its next contact.</source>
            <translation>Ya se lo pedimos a «{name}», que lo devuelve en su próxima conexión.</translation>
        </message>
        <message>
            <source>Its own laptop sends them by itself. If that one is lost: cabildo server hand-back {id}</source>
            <translation>Su propia notebook lo envía sola. Si esa notebook se perdió: cabildo server hand-back {id}</translation>
        </message>
        <message>
            <source>The lost desk: its name, or its number.</source>
            <translation>El puesto perdido: su nombre o su número.</translation>
        </message>
        <message>
            <source>The desk that has it; without it, the one that has most.</source>
            <translation>El puesto que lo tiene; si no se indica, el que más tiene.</translation>
        </message>
        <message>
            <source>«{holder}» hands back {entries} of {desk} at its next contact.</source>
            <translation>«{holder}» devuelve {entries} de {desk} en su próxima conexión.</translation>
        </message>
        <message>
            <source>{id}  {name}  ({role}, {district}): {entries} sent, {aside}; {state}</source>
            <translation>{id}  {name}  ({role}, {district}): {entries}, {aside}; {state}</translation>
        </message>
        <message>
            <source>Who facilitates; by itself as last time.</source>
            <translation>Quién facilita; si no se dice, como la última vez.</translation>
        </message>
        <message>
            <source>Who facilitates.</source>
            <translation>Quién facilita.</translation>
        </message>
        <message>
            <source>period: with as many days before; year: with a year before.</source>
            <translation>period: con tantos días antes; year: con un año antes.</translation>
        </message>
        <message>
            <source>Written down: {count}, there already: {same}</source>
            <translation>Anotadas: {count}; ya estaban: {same}</translation>
        </message>
        <message>
            <source>The sheet: its id, or the beginning or end of it.</source>
            <translation>La planilla: su identificador, o el comienzo o el final.</translation>
        </message>
        <message>
            <source>Lists the sheets that were typed, the latest first.</source>
            <translation>Muestra las planillas cargadas, primero las últimas.</translation>
        </message>
        <message>
            <source>The sheet was taken out.</source>
            <translation>Se quitó la planilla.</translation>
        </message>
        <message>
            <source>Takes out a sheet that was typed twice, or of another sitting.</source>
            <translation>Quita una planilla cargada dos veces o de otra sesión.</translation>
        </message>
        <message>
            <source>Ask a laptop for what it has of a lost one: sent before a restore, given at the table.</source>
            <translation>Pide a una notebook lo que tiene de otra, ya perdida: lo enviado antes de una restauración o lo que le pasó en la mesa.</translation>
        </message>
        <message numerus="yes">
            <source>%n desks</source>
            <translation>
                <numerusform>%n puesto</numerusform>
                <numerusform>%n puestos</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n aside</source>
            <translation>
                <numerusform>%n apartado</numerusform>
                <numerusform>%n apartados</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{noun}: %n rows were not what the journal says, and are so again.</source>
            <translation>
                <numerusform>{noun}: %n fila no coincidía con el libro, y ya coincide.</numerusform>
                <numerusform>{noun}: %n filas no coincidían con el libro, y ya coinciden.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n values</source>
            <translation>
                <numerusform>%n valor</numerusform>
                <numerusform>%n valores</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n rows</source>
            <translation>
                <numerusform>%n fila</numerusform>
                <numerusform>%n filas</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>heard</name>
        <message>
            <source>The issue has no name yet: the same key again puts it there.</source>
            <translation>El pedido todavía no tiene nombre: la misma tecla otra vez se lo pone.</translation>
        </message>
        <message>
            <source>Who it is waits to be decided in Matches.</source>
            <translation>Falta decidir, en Correspondencias, quién es.</translation>
        </message>
        <message>
            <source>Several neighbours on this connection.</source>
            <translation>Varias personas en esta conexión.</translation>
        </message>
        <message>
            <source>about {time}</source>
            <translation>cerca de las {time}</translation>
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
            <translation>desestimado</translation>
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
        <message>
            <source>overdue</source>
            <translation>vencido</translation>
        </message>
        <message>
            <source>this week</source>
            <translation>esta semana</translation>
        </message>
        <message>
            <source>this month</source>
            <translation>este mes</translation>
        </message>
        <message>
            <source>later</source>
            <translation>más adelante</translation>
        </message>
        <message>
            <source>without a date</source>
            <translation>sin fecha</translation>
        </message>
    </context>
    <context>
        <name>matching</name>
        <message>
            <source>Sure</source>
            <translation>Segura</translation>
        </message>
        <message>
            <source>Proposed</source>
            <translation>Propuesta</translation>
        </message>
        <message>
            <source>Unknown</source>
            <translation>Desconocida</translation>
        </message>
        <message>
            <source>Confirmed</source>
            <translation>Confirmada</translation>
        </message>
        <message>
            <source>Not a neighbour</source>
            <translation>No es vecina/o</translation>
        </message>
        <message>
            <source>Unnamed</source>
            <translation>Sin nombre</translation>
        </message>
        <message>
            <source>same e-mail</source>
            <translation>mismo correo</translation>
        </message>
        <message>
            <source>same registration on Zoom</source>
            <translation>misma inscripción en Zoom</translation>
        </message>
        <message>
            <source>a name confirmed before</source>
            <translation>nombre ya confirmado antes</translation>
        </message>
        <message>
            <source>a telephone confirmed before</source>
            <translation>teléfono ya confirmado antes</translation>
        </message>
        <message>
            <source>her document number is in the name</source>
            <translation>su documento está en el nombre</translation>
        </message>
        <message>
            <source>same full name, and only one has it</source>
            <translation>mismo nombre completo, y nadie más lo tiene</translation>
        </message>
        <message>
            <source>others may be called so</source>
            <translation>puede haber otras personas con ese nombre</translation>
        </message>
        <message>
            <source>the surname comes first</source>
            <translation>el apellido va primero</translation>
        </message>
        <message>
            <source>but the document in the name is somebody else's</source>
            <translation>pero el documento escrito en el nombre es de otra persona</translation>
        </message>
        <message>
            <source>the name on the screen is another: «{written}»</source>
            <translation>en pantalla figura otro nombre: «{written}»</translation>
        </message>
        <message>
            <source>same full name</source>
            <translation>mismo nombre completo</translation>
        </message>
        <message>
            <source>same surname</source>
            <translation>mismo apellido</translation>
        </message>
        <message>
            <source>surname looks like {known}</source>
            <translation>apellido parecido a {known}</translation>
        </message>
        <message>
            <source>surname begins like {known}</source>
            <translation>apellido que empieza como {known}</translation>
        </message>
        <message>
            <source>initial of the surname</source>
            <translation>inicial del apellido</translation>
        </message>
        <message>
            <source>same given name</source>
            <translation>mismo nombre</translation>
        </message>
        <message>
            <source>given name looks like {known}</source>
            <translation>nombre parecido a {known}</translation>
        </message>
        <message>
            <source>given name begins like {known}</source>
            <translation>nombre que empieza como {known}</translation>
        </message>
        <message>
            <source>initial of the given name</source>
            <translation>inicial del nombre</translation>
        </message>
        <message>
            <source>«{written}» is short for {known}</source>
            <translation>a {known} le dicen «{written}»</translation>
        </message>
        <message>
            <source>came on Zoom as «{written}» before ({times})</source>
            <translation>antes vino por Zoom como «{written}» ({times})</translation>
        </message>
        <message>
            <source>the e-mail looks like the name</source>
            <translation>el correo se parece al nombre</translation>
        </message>
        <message>
            <source>same telephone</source>
            <translation>mismo teléfono</translation>
        </message>
        <message>
            <source>the telephone may be hers</source>
            <translation>el teléfono puede ser el suyo</translation>
        </message>
        <message>
            <source>lives in {neighbourhood}</source>
            <translation>vive en {neighbourhood}</translation>
        </message>
        <message>
            <source>same district</source>
            <translation>mismo distrito</translation>
        </message>
        <message>
            <source>came to this council before ({times})</source>
            <translation>ya vino a este consejo ({times})</translation>
        </message>
        <message>
            <source>came to other councils ({times})</source>
            <translation>vino a otros consejos ({times})</translation>
        </message>
        <message>
            <source>connected twice at once: perhaps two people</source>
            <translation>dos conexiones a la vez: quizás sean dos personas</translation>
        </message>
        <message>
            <source>perhaps several people round one screen</source>
            <translation>quizás sean varias personas frente a una pantalla</translation>
        </message>
        <message>
            <source>{count} neighbours fit: choose one</source>
            <translation>hay {count} posibles: elegí</translation>
        </message>
        <message>
            <source>only a telephone's name</source>
            <translation>solo figura el nombre de un aparato</translation>
        </message>
        <message>
            <source>called by telephone</source>
            <translation>llamó por teléfono</translation>
        </message>
        <message>
            <source>an account of the organisers</source>
            <translation>cuenta de la organización</translation>
        </message>
        <message>
            <source>host of the call</source>
            <translation>anfitrión de la videollamada</translation>
        </message>
        <message>
            <source>the room's own computer</source>
            <translation>la computadora de la sala</translation>
        </message>
        <message>
            <source>was no neighbour at an earlier sitting</source>
            <translation>en otra sesión se dijo que no es vecina ni vecino</translation>
        </message>
        <message>
            <source>was round this screen last time</source>
            <translation>la vez pasada estuvo en esta misma conexión</translation>
        </message>
        <message>
            <source>lives at the same door</source>
            <translation>vive en la misma dirección</translation>
        </message>
        <message>
            <source>DNI {number}</source>
            <translation>DNI {number}</translation>
        </message>
        <message>
            <source>Registered as: {facts}</source>
            <translation>Se inscribió como: {facts}</translation>
        </message>
        <message>
            <source>her organisation is in the name</source>
            <translation>su organización está en el nombre</translation>
        </message>
        <message>
            <source>registered for this call</source>
            <translation>se inscribió para esta videollamada</translation>
        </message>
        <message>
            <source>registered for this call with her e-mail</source>
            <translation>se inscribió con su correo</translation>
        </message>
        <message>
            <source>registered for this call with her document</source>
            <translation>se inscribió con su documento</translation>
        </message>
        <message>
            <source>registered for this call as «{written}»</source>
            <translation>se inscribió para esta videollamada como «{written}»</translation>
        </message>
        <message>
            <source>but the registration tells somebody else's details</source>
            <translation>pero en la inscripción hay datos de otra persona</translation>
        </message>
    </context>
    <context>
        <name>outreach</name>
        <message>
            <source>WhatsApp group</source>
            <translation>Grupo de WhatsApp</translation>
        </message>
        <message>
            <source>WhatsApp</source>
            <translation>WhatsApp</translation>
        </message>
        <message>
            <source>E-mail</source>
            <translation>Correo electrónico</translation>
        </message>
        <message>
            <source>Telephone call</source>
            <translation>Llamada telefónica</translation>
        </message>
        <message>
            <source>Visit at home</source>
            <translation>Visita a domicilio</translation>
        </message>
        <message>
            <source>An organisation of the quarter</source>
            <translation>Una institución del barrio</translation>
        </message>
        <message>
            <source>Social media</source>
            <translation>Redes sociales</translation>
        </message>
        <message>
            <source>Poster</source>
            <translation>Afiche</translation>
        </message>
        <message>
            <source>Another way</source>
            <translation>Otro medio</translation>
        </message>
        <message>
            <source>was told</source>
            <translation>se le avisó</translation>
        </message>
        <message>
            <source>will come</source>
            <translation>viene</translation>
        </message>
        <message>
            <source>may come</source>
            <translation>quizás viene</translation>
        </message>
        <message>
            <source>will not come</source>
            <translation>no viene</translation>
        </message>
        <message>
            <source>no answer</source>
            <translation>no contesta</translation>
        </message>
        <message>
            <source>wrong number or address</source>
            <translation>dato equivocado</translation>
        </message>
        <message>
            <source>Several ways</source>
            <translation>Varios medios</translation>
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
            <source>{council} meets in the same place at that hour.</source>
            <translation>{council} se reúne en el mismo lugar a esa hora.</translation>
        </message>
        <message>
            <source>{council} meets at that hour, and the district has one laptop.</source>
            <translation>{council} se reúne a esa hora, y el distrito tiene una sola computadora.</translation>
        </message>
        <message>
            <source>What was planned is off the calendar again.</source>
            <translation>Lo planificado ya no está en el calendario.</translation>
        </message>
        <message>
            <source>The plan says again what it said.</source>
            <translation>Lo planificado quedó como estaba.</translation>
        </message>
        <message>
            <source>It is held after all.</source>
            <translation>La sesión se hace igual.</translation>
        </message>
        <message>
            <source>It is cancelled again.</source>
            <translation>La sesión está suspendida otra vez.</translation>
        </message>
        <message>
            <source>It is on the calendar again.</source>
            <translation>La sesión está otra vez en el calendario.</translation>
        </message>
        <message>
            <source>The last change was taken back.</source>
            <translation>Se deshizo el último cambio.</translation>
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
            <source>This laptop knows the sittings of its own district alone. Choose that one, or ask somebody who sees the whole city.</source>
            <translation>Este puesto conoce solamente las sesiones de su distrito. Elegí ese, o pedíselo a quien ve toda la ciudad.</translation>
        </message>
        <message>
            <source>The server cannot prove that it is the city's: its certificate is another one, or has expired. Nothing was sent and nothing is lost. Look at the date of this computer and try another network; if it stays so, tell whoever looks after the database: it may take a new enrolment file.</source>
            <translation>El servidor no puede probar que es el de la ciudad: su certificado es otro o está vencido. No se envió ni se perdió nada. Fijate la fecha de esta computadora y probá con otra red; si sigue igual, avisale a quien administra la base: puede hacer falta otro archivo de inscripción.</translation>
        </message>
        <message>
            <source>That is not possible now ({code}).</source>
            <translation>Eso no se puede hacer ahora ({code}).</translation>
        </message>
        <message>
            <source>The period ends before it begins: choose a later last day.</source>
            <translation>El período termina antes de empezar: elegí una fecha final posterior.</translation>
        </message>
        <message>
            <source>“{text}” is not a day. Write it like 2026-11-22.</source>
            <translation>«{text}» no es un día. Escribilo como 2026-11-22.</translation>
        </message>
        <message>
            <source>Nothing could be written to {path}. Choose another folder or close the program that has it open.</source>
            <translation>No se pudo escribir en {path}. Elegí otra carpeta o cerrá el programa que tiene abierto ese archivo.</translation>
        </message>
        <message>
            <source>No city called {city} comes with Cabildo.</source>
            <translation>Cabildo no trae ninguna ciudad llamada {city}.</translation>
        </message>
        <message>
            <source>The file of the city, {path}, is missing. Put it back from the last copy, or copy there the one that comes with Cabildo; what is in the record is not touched by it.</source>
            <translation>Falta el archivo de la ciudad, {path}. Reponelo del último respaldo, o copiá ahí el que viene con Cabildo; lo que está en el registro no se toca.</translation>
        </message>
        <message>
            <source>The file of the city, {path}, cannot be read from line {line} on. Put it back from the last copy, or copy there the one that comes with Cabildo.</source>
            <translation>El archivo de la ciudad, {path}, no se puede leer desde la línea {line}. Reponelo del último respaldo, o copiá ahí el que viene con Cabildo.</translation>
        </message>
        <message>
            <source>In the file of the city, {path}, this is missing or wrong: {what}. Put it right, or copy there the one that comes with Cabildo.</source>
            <translation>En el archivo de la ciudad, {path}, falta o está mal: {what}. Corregilo, o copiá ahí el que viene con Cabildo.</translation>
        </message>
        <message>
            <source>There is no district called {district}. There are: {known}.</source>
            <translation>No hay ningún distrito llamado {district}. Están: {known}.</translation>
        </message>
        <message>
            <source>The city has no quarter called {quarter}.</source>
            <translation>La ciudad no tiene un barrio que se llame {quarter}.</translation>
        </message>
        <message>
            <source>More than one district has a quarter called {quarter}: say the district as well.</source>
            <translation>Más de un distrito tiene un barrio {quarter}: indicá también el distrito.</translation>
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
            <translation>No se puede leer el registro: el archivo está dañado o la clave es otra. Restaurá el último respaldo.</translation>
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
            <source>After --home comes the folder of the data, and there is none. Write it, or leave --home out.</source>
            <translation>Después de --home va la carpeta de los datos, y no hay ninguna. Escribila, o sacá --home.</translation>
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
            <translation>El archivo de las claves de {path} está dañado. Restauralo del último respaldo.</translation>
        </message>
        <message>
            <source>The file with the keys is not there: {path}. Without it no backup could be opened. A backup of before holds the keys of its time: restore the last one.</source>
            <translation>Falta el archivo de las claves: {path}. Sin él no se podría abrir ningún respaldo. Un respaldo anterior tiene las claves de su momento: restaurá el último.</translation>
        </message>
        <message>
            <source>There is no file {file}.</source>
            <translation>No existe el archivo {file}.</translation>
        </message>
        <message>
            <source>{file} is not a backup of Cabildo.</source>
            <translation>{file} no es un respaldo de Cabildo.</translation>
        </message>
        <message>
            <source>The backup {file} is damaged or incomplete. Nothing was changed; try an older one.</source>
            <translation>El respaldo {file} está dañado o incompleto. No se cambió nada; probá con uno anterior.</translation>
        </message>
        <message>
            <source>The backup {file} was made by a newer version of Cabildo. Install that version to restore it.</source>
            <translation>El respaldo {file} se hizo con una versión más nueva de Cabildo. Instalá esa versión para restaurarlo.</translation>
        </message>
        <message>
            <source>No good backup would be left. Make a new one first, and then delete the older ones.</source>
            <translation>No quedaría ningún respaldo que sirva. Hacé uno nuevo primero y después borrá los anteriores.</translation>
        </message>
        <message>
            <source>There is no room for the backup in {path} (needed: {needed}). The older ones are as they were.</source>
            <translation>No hay lugar para el respaldo en {path} (hace falta: {needed}). Los anteriores quedaron como estaban.</translation>
        </message>
        <message>
            <source>No backup could be made in {path}: the folder is not there, or nothing can be written in it.</source>
            <translation>No se pudo guardar un respaldo en {path}: la carpeta no está o no se puede escribir en ella.</translation>
        </message>
        <message>
            <source>Every backup is in {path} already. Choose a folder of another disk.</source>
            <translation>Todos los respaldos ya están en {path}. Elegí una carpeta de otro disco.</translation>
        </message>
        <message>
            <source>There is a record in {path} already. With --replace it is moved aside, and nothing of it is lost.</source>
            <translation>Ya hay un registro en {path}. Con --replace se lo aparta, sin perder nada de lo que tiene.</translation>
        </message>
        <message>
            <source>Cabildo is open with the record in {path}. Close it first.</source>
            <translation>Cabildo está abierto con el registro de {path}. Cerralo primero.</translation>
        </message>
        <message>
            <source>The new passphrase is missing.</source>
            <translation>Falta la contraseña nueva.</translation>
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
            <source>{text} has no hour. Write it like {text}T19:00.</source>
            <translation>A {text} le falta la hora. Escribilo así: {text}T19:00.</translation>
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
            <source>«{text}» is not the number of a Zoom meeting: it has 9 to 11 digits, like 912 3456 7890.</source>
            <translation>«{text}» no es el número de una reunión de Zoom: tiene de 9 a 11 cifras, como 912 3456 7890.</translation>
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
            <source>This sitting was cancelled. If it is held after all, say so first.</source>
            <translation>Esta sesión está suspendida. Si se hace igual, primero indicalo en Hoy.</translation>
        </message>
        <message>
            <source>This sitting was not cancelled.</source>
            <translation>Esta sesión no está suspendida.</translation>
        </message>
        <message>
            <source>This sitting has begun: it can be neither cancelled nor taken off the plan.</source>
            <translation>Esta sesión ya empezó: no se puede suspender ni sacar del calendario.</translation>
        </message>
        <message>
            <source>Choose at least one day.</source>
            <translation>Elegí al menos un día.</translation>
        </message>
        <message>
            <source>A series does not repeat like that ({rhythm}). It can: {known}.</source>
            <translation>Una serie no se repite así ({rhythm}). Puede ser: {known}.</translation>
        </message>
        <message>
            <source>{times} sittings cannot be planned at once: from 1 to {most}.</source>
            <translation>No se pueden planificar {times} sesiones juntas: van de 1 a {most}.</translation>
        </message>
        <message>
            <source>A sitting cannot last {minutes} minutes: from 1 to {most}.</source>
            <translation>Una sesión no puede durar {minutes} minutos: van de 1 a {most}.</translation>
        </message>
        <message>
            <source>«{title}» is still open on this desk. Close it first.</source>
            <translation>Todavía está abierta «{title}» en este puesto. Cerrala primero.</translation>
        </message>
        <message>
            <source>The report has no participants in it. Zoom has it ready half an hour after the end: download it again.</source>
            <translation>El informe no tiene participantes. Zoom lo tiene listo media hora después del cierre: descargalo de nuevo.</translation>
        </message>
        <message>
            <source>The report holds {count} meetings. Download the report of this one alone.</source>
            <translation>El informe trae {count} reuniones. Descargá solo el de esta.</translation>
        </message>
        <message>
            <source>The dates of the report contradict each other. Download it from Zoom again, and bring it without opening it in a spreadsheet.</source>
            <translation>Las fechas del informe se contradicen. Descargalo de nuevo de Zoom y traelo sin abrirlo en una planilla de cálculo.</translation>
        </message>
        <message>
            <source>A date in line {line} of the report cannot be read. Download it from Zoom again, and bring it without opening it in a spreadsheet.</source>
            <translation>No se puede leer una fecha en el renglón {line} del informe. Descargalo de nuevo de Zoom y traelo sin abrirlo en una planilla de cálculo.</translation>
        </message>
        <message>
            <source>There is no such file: {file}.</source>
            <translation>No existe ese archivo: {file}.</translation>
        </message>
        <message>
            <source>The file {file} cannot be read. Is it open in another program, or on a disk that was taken out?</source>
            <translation>No se puede leer el archivo {file}. ¿Está abierto en otro programa, o en un disco que se sacó?</translation>
        </message>
        <message>
            <source>{written} can be {day_first} or {month_first}, and nothing in the report tells. Say it with --dates day-first or --dates month-first.</source>
            <translation>{written} puede ser el {day_first} o el {month_first}, y nada en el informe lo aclara. Decilo con --dates day-first o --dates month-first.</translation>
        </message>
        <message>
            <source>That report has been taken out already.</source>
            <translation>Ese informe ya se había sacado.</translation>
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
            <translation>Primero empezá un punto (F4); después se da la palabra.</translation>
        </message>
        <message>
            <source>That person is not marked present.</source>
            <translation>Esa persona no figura como presente.</translation>
        </message>
        <message>
            <source>An item cannot be joined with itself: choose another one.</source>
            <translation>Un punto no se puede unir consigo mismo: elegí otro.</translation>
        </message>
        <message>
            <source>Only two items of the same sitting can be joined.</source>
            <translation>Solo se pueden unir dos puntos de la misma sesión.</translation>
        </message>
        <message>
            <source>Nobody is waiting to speak.</source>
            <translation>Nadie está esperando la palabra.</translation>
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
            <source>That person is not in the room at this sitting.</source>
            <translation>Esa persona no está en la sala en esta sesión.</translation>
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
            <source>A card was read and no sitting is open: open one in Today and scan the card again.</source>
            <translation>Se leyó un DNI y no hay ninguna sesión abierta: abrí una en Hoy y volvé a escanearlo.</translation>
        </message>
        <message>
            <source>Nobody else without a name came with that person.</source>
            <translation>Esa persona no vino con nadie más sin nombre.</translation>
        </message>
        <message>
            <source>{name} is not of age: first say who answers for {name} and agrees.</source>
            <translation>{name} es menor de edad: primero decí quién responde por {name} y acepta.</translation>
        </message>
        <message>
            <source>Nobody of age is her own guardian: choose somebody else.</source>
            <translation>Nadie puede ser responsable de sí: elegí a otra persona.</translation>
        </message>
        <message>
            <source>Whoever answers for a minor must be of age.</source>
            <translation>Quien responde por una persona menor tiene que ser mayor de edad.</translation>
        </message>
        <message>
            <source>Say one thing: --scan, --document, --resident, --walk-in, --leave, --back, --consent, --unnamed, --undo.</source>
            <translation>Indicá una sola cosa: --scan, --document, --resident, --walk-in, --leave, --back, --consent, --unnamed o --undo.</translation>
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
            <source>There is no department {department}. There are: {known}.</source>
            <translation>No existe el área {department}. Existen: {known}.</translation>
        </message>
        <message>
            <source>{text} is no date. Write it like 2026-12-15 or 15/12/2026.</source>
            <translation>{text} no es una fecha. Escribila así: 15/12/2026.</translation>
        </message>
        <message>
            <source>This sitting has not been opened yet: its minutes can be drafted from then on.</source>
            <translation>Esta sesión todavía no se abrió: el acta se puede redactar desde que se abre.</translation>
        </message>
        <message>
            <source>The minutes of this sitting are signed and cannot be drafted again.</source>
            <translation>El acta de esta sesión ya está firmada y no se puede volver a redactar.</translation>
        </message>
        <message>
            <source>Those minutes are not in the record.</source>
            <translation>Esa acta no está en el registro.</translation>
        </message>
        <message>
            <source>The folder {folder} does not exist.</source>
            <translation>La carpeta {folder} no existe.</translation>
        </message>
        <message>
            <source>{path} cannot be written. If it is open in Word, close it; if not, choose another folder.</source>
            <translation>No se puede escribir {path}. Si está abierto en Word, cerralo; si no, elegí otra carpeta.</translation>
        </message>
        <message>
            <source>«{name}» is not among the organisations. If you mean {near}, write it so; if it is a new one, first: cabildo organisations add</source>
            <translation>«{name}» no está entre las organizaciones. Si es {near}, escribila así; si es nueva, primero: cabildo organisations add</translation>
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
            <source>That organisation is not on the list.</source>
            <translation>Esa organización no está en la lista.</translation>
        </message>
        <message>
            <source>{name} is on the list already.</source>
            <translation>{name} ya está en la lista.</translation>
        </message>
        <message>
            <source>People of the roll belong to {name} ({people}): it stays on the list.</source>
            <translation>Hay personas del padrón que pertenecen a {name} ({people}): queda en la lista.</translation>
        </message>
        <message>
            <source>The file has no column of names: call it «Nombre».</source>
            <translation>El archivo no tiene una columna con los nombres: llamala «Nombre».</translation>
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
            <source>Which is the family name of «{name}»? Write it with a comma: «{written}» or «{turned}».</source>
            <translation>¿Cuál es el apellido de «{name}»? Escribilo con coma: «{written}» o «{turned}».</translation>
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
            <source>The CUIL is not right: check its eleven digits.</source>
            <translation>El CUIL no es correcto: revisá sus once cifras.</translation>
        </message>
        <message>
            <source>The document is not the one that the CUIL holds.</source>
            <translation>El documento no coincide con el que contiene el CUIL.</translation>
        </message>
        <message>
            <source>There is no such date: write it as day/month/year, the year with four digits.</source>
            <translation>Esa fecha no existe: escribila como día/mes/año, con el año de cuatro cifras.</translation>
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
            <source>The district is none of the city's: it was left out.</source>
            <translation>El distrito no es ninguno de la ciudad: se dejó afuera.</translation>
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
            <source>Another list is being taken in: wait for it, or stop it.</source>
            <translation>Ya se está incorporando otra planilla: esperá a que termine o detenela.</translation>
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
            <source>The file is damaged or only half of it came: open it in Excel, save it again and try once more.</source>
            <translation>El archivo está dañado o llegó por la mitad: abrilo en Excel, guardalo de nuevo y volvé a intentar.</translation>
        </message>
        <message>
            <source>The file has a password: open it in Excel, save it without one and try again.</source>
            <translation>El archivo tiene contraseña: abrilo en Excel, guardalo sin contraseña y volvé a intentar.</translation>
        </message>
        <message>
            <source>The file is far larger inside than it looks, and was not opened: it is no roll of neighbours.</source>
            <translation>El archivo es por dentro mucho más grande de lo que parece y no se abrió: no es un padrón de vecinos.</translation>
        </message>
        <message>
            <source>That is a PDF: ask for the roll as a spreadsheet (Excel or CSV).</source>
            <translation>Eso es un PDF: pedí el padrón como planilla (Excel o CSV).</translation>
        </message>
        <message>
            <source>That is a text document: copy its table into a spreadsheet, save it and choose that file.</source>
            <translation>Eso es un documento de texto: copiá su tabla en una planilla, guardala y elegí ese archivo.</translation>
        </message>
        <message>
            <source>That is a picture: the roll has to be a spreadsheet (Excel, LibreOffice or CSV).</source>
            <translation>Eso es una imagen: el padrón tiene que ser una planilla (Excel, LibreOffice o CSV).</translation>
        </message>
        <message>
            <source>That is a compressed folder: open it and choose the spreadsheet inside.</source>
            <translation>Eso es una carpeta comprimida: abrila y elegí la planilla que está adentro.</translation>
        </message>
        <message>
            <source>That is a web page under a spreadsheet's name: open it in Excel and save it as an Excel workbook.</source>
            <translation>Eso es una página web con nombre de planilla: abrila en Excel y guardala como libro de Excel.</translation>
        </message>
        <message>
            <source>That is a report of Zoom: take it in on the page Matching, where its people are recognised.</source>
            <translation>Eso es un informe de Zoom: incorporalo en la página Correspondencias, donde se reconoce a las personas.</translation>
        </message>
        <message>
            <source>The workbook has no sheet {sheet}: it has {known}.</source>
            <translation>El libro no tiene la hoja {sheet}: tiene {known}.</translation>
        </message>
        <message>
            <source>A CSV has no sheets to choose from: leave --sheet out.</source>
            <translation>Un CSV no tiene hojas para elegir: dejá afuera --sheet.</translation>
        </message>
        <message>
            <source>The file has no column {column}.</source>
            <translation>El archivo no tiene la columna {column}.</translation>
        </message>
        <message>
            <source>No column can be taken as {field}. What it can be: {known}.</source>
            <translation>Ninguna columna se puede tomar como {field}. Puede ser: {known}.</translation>
        </message>
        <message>
            <source>{why} Taken in and kept so far: {people}. Take the same file in again to go on from there.</source>
            <translation>{why} Ya incorporadas, y quedan: {people}. Para seguir desde ahí, incorporá otra vez el mismo archivo.</translation>
        </message>
        <message>
            <source>The file has no column {missing}: the first line must name the columns.</source>
            <translation>Al archivo le falta la columna {missing}: la primera línea tiene que nombrar las columnas.</translation>
        </message>
        <message>
            <source>Two columns of the file say the same: {columns}. Leave one of them and try again.</source>
            <translation>Dos columnas del archivo dicen lo mismo: {columns}. Dejá una sola y probá de nuevo.</translation>
        </message>
        <message>
            <source>The name of the file has to end in .csv or .xlsx: {name} does not.</source>
            <translation>El nombre del archivo tiene que terminar en .csv o .xlsx: {name} no termina así.</translation>
        </message>
        <message>
            <source>{name} could not be written: look whether it is open elsewhere, and whether the disk has room.</source>
            <translation>No se pudo escribir {name}: fijate si está abierto en otro programa y si hay lugar en el disco.</translation>
        </message>
        <message>
            <source>Say it as Column=field: {text} is not written like that.</source>
            <translation>Escribilo como Columna=campo: {text} no está escrito así.</translation>
        </message>
        <message>
            <source>Doubtful lines are «new» or «skip».</source>
            <translation>Las líneas dudosas son «new» o «skip».</translation>
        </message>
        <message>
            <source>Say what has to be corrected.</source>
            <translation>Indicá qué hay que corregir.</translation>
        </message>
        <message>
            <source>The shared database cannot be reached. Nothing was lost: everything waits here and can be sent later.</source>
            <translation>No se puede llegar a la base compartida. No se perdió nada: todo queda guardado acá y se puede enviar más tarde.</translation>
        </message>
        <message>
            <source>Nobody answers at that address. Look at the name of the server and its port, whether PostgreSQL is running there, and whether the firewall lets you through.</source>
            <translation>En esa dirección no contesta nadie. Revisá el nombre del servidor y el puerto, si PostgreSQL está en marcha y si el cortafuegos deja pasar.</translation>
        </message>
        <message>
            <source>The shared database does not let this desk in. Ask its administrator to enrol it again.</source>
            <translation>La base compartida no deja entrar a este puesto. Pedile a quien la administra que lo vuelva a inscribir.</translation>
        </message>
        <message>
            <source>The shared database is busy with other desks. Everything waits here; try again in a moment.</source>
            <translation>La base compartida está ocupada con otros puestos. Todo queda guardado acá; probá de nuevo en un momento.</translation>
        </message>
        <message>
            <source>The shared database could not take it ({sqlstate}). Nothing was lost; tell its administrator.</source>
            <translation>La base compartida no pudo recibirlo ({sqlstate}). No se perdió nada; avisale a quien la administra.</translation>
        </message>
        <message>
            <source>That database is not prepared for Cabildo yet. Its administrator does it with “cabildo server init”.</source>
            <translation>Esa base todavía no está preparada para Cabildo. Quien la administra lo hace con «cabildo server init».</translation>
        </message>
        <message>
            <source>That user may not prepare the database: it takes one that may create roles and owns the database.</source>
            <translation>Ese usuario no puede preparar la base: hace falta uno que pueda crear roles y sea dueño de la base.</translation>
        </message>
        <message>
            <source>The server does not let that administrator in: check the user, the password and the name of the database in the address.</source>
            <translation>El servidor no deja entrar con esa dirección: revisá el usuario, la contraseña y el nombre de la base.</translation>
        </message>
        <message>
            <source>That PostgreSQL is too old: version {oldest} or newer is needed.</source>
            <translation>Ese PostgreSQL es demasiado viejo: hace falta la versión {oldest} o una más nueva.</translation>
        </message>
        <message>
            <source>The shared database is of a newer version of Cabildo. Update this program and send again.</source>
            <translation>La base compartida es de una versión más nueva de Cabildo. Actualizá este programa y volvé a enviar.</translation>
        </message>
        <message>
            <source>That is not the address of a database. Write it like postgresql://user:password@server/database.</source>
            <translation>Esa no es la dirección de una base de datos. Escribila así: postgresql://usuario:clave@servidor/base.</translation>
        </message>
        <message>
            <source>The shared database keeps going back to entry {number}. Its administrator has to look at it.</source>
            <translation>La base compartida vuelve una y otra vez al asiento {number}. Tiene que revisarla quien la administra.</translation>
        </message>
        <message>
            <source>This desk is not enrolled in the shared database yet. An administrator enrols it once.</source>
            <translation>Este puesto todavía no está inscripto en la base compartida. Quien la administra lo inscribe una sola vez.</translation>
        </message>
        <message>
            <source>One entry is longer than the shared database takes ({bytes} bytes). It stays here, and so does what was written after it; ask for help.</source>
            <translation>Un asiento es más largo de lo que admite la base compartida ({bytes} bytes). Queda acá, y también lo que se escribió después; pedí ayuda.</translation>
        </message>
        <message>
            <source>This desk was revoked: it may not enter the shared database again.</source>
            <translation>Este puesto fue dado de baja: no puede volver a entrar en la base compartida.</translation>
        </message>
        <message>
            <source>Those credentials are another desk's.</source>
            <translation>Esas credenciales son de otro puesto.</translation>
        </message>
        <message>
            <source>The server has another entry {number} of this desk: this laptop is a copy, or came back from a backup. Nothing was sent, so that nothing is lost; ask for help before going on.</source>
            <translation>El servidor tiene otro asiento {number} de este puesto: esta computadora es una copia, o volvió de un respaldo. No se envió nada, para que nada se pierda; pedí ayuda antes de seguir.</translation>
        </message>
        <message>
            <source>Entry {number} of the journal was altered after it was written. What is before it was sent.</source>
            <translation>El asiento {number} del libro fue alterado después de escrito. Lo anterior se envió.</translation>
        </message>
        <message>
            <source>The journal does not hold: entry {number} was altered or is missing.</source>
            <translation>El libro no cierra: el asiento {number} fue alterado o falta.</translation>
        </message>
        <message>
            <source>The journal ends too early: entry {number} and whatever came after it are missing. Work on with the last copy, and tell whoever looks after the shared database.</source>
            <translation>El libro termina antes de tiempo: faltan el asiento {number} y lo que vino después. Seguí con el último respaldo y avisale a quien administra la base compartida.</translation>
        </message>
        <message>
            <source>Several desks are called “{which}”. Say the number that “cabildo server status” shows before the name.</source>
            <translation>Varios puestos se llaman «{which}». Indicá el número que «cabildo server status» muestra antes del nombre.</translation>
        </message>
        <message>
            <source>The record is not what its journal says: {where}. Somebody changed the file from outside: work on with the last copy, and keep this one to be looked at.</source>
            <translation>El registro no coincide con el libro de asientos: {where}. Alguien cambió el archivo por fuera de Cabildo: seguí con el último respaldo y guardá este archivo para que lo revisen.</translation>
        </message>
        <message>
            <source>Several groups of this sitting begin with {text}: write a few more characters.</source>
            <translation>Hay varios grupos de esta sesión que empiezan con {text}: escribí algunos caracteres más.</translation>
        </message>
        <message>
            <source>There is no such group in this sitting.</source>
            <translation>En esta sesión no existe ese grupo.</translation>
        </message>
        <message>
            <source>Choose who it is first.</source>
            <translation>Elegí primero quién es.</translation>
        </message>
        <message>
            <source>Something was written since the list was shown. Look at it once more; nothing was confirmed.</source>
            <translation>Algo se anotó desde que se mostró la lista. Mirala otra vez; no se confirmó a nadie.</translation>
        </message>
        <message>
            <source>There is nothing to undo.</source>
            <translation>No hay nada para deshacer.</translation>
        </message>
        <message>
            <source>{name}: the name has to end in .pdf or in .docx.</source>
            <translation>{name}: el nombre tiene que terminar en .pdf o en .docx.</translation>
        </message>
        <message>
            <source>{path} is already there. Choose another name.</source>
            <translation>{path} ya existe. Elegí otro nombre.</translation>
        </message>
        <message>
            <source>{path} cannot be written. If it is open, close it; if not, choose another folder.</source>
            <translation>No se puede escribir {path}. Si está abierto, cerralo; si no, elegí otra carpeta.</translation>
        </message>
        <message>
            <source>The hour {hour} is none: write it like 19:00.</source>
            <translation>{hour} no es una hora: escribila así, 19:00.</translation>
        </message>
        <message>
            <source>Row {number} has no name printed on it: write + and the name that stands there.</source>
            <translation>El renglón {number} no tiene un nombre impreso: escribí + y el nombre que figura ahí.</translation>
        </message>
        <message>
            <source>Nobody is called so. Write + before the name to write her down.</source>
            <translation>Nadie se llama así. Escribí + antes del nombre para anotar a esa persona.</translation>
        </message>
        <message>
            <source>Several people may be meant: choose one with the arrows.</source>
            <translation>Puede ser más de una persona: elegí con las flechas.</translation>
        </message>
        <message>
            <source>The data of that person was erased already.</source>
            <translation>Los datos de esa persona ya se suprimieron.</translation>
        </message>
        <message>
            <source>A file of a person ends in .pdf, .docx or .json.</source>
            <translation>El legajo de una persona termina en .pdf, .docx o .json.</translation>
        </message>
        <message>
            <source>Nothing was erased: erasing cannot be undone, and has to be confirmed with --yes.</source>
            <translation>No se suprimió nada: no se puede deshacer, y hay que confirmarlo con --yes.</translation>
        </message>
        <message>
            <source>It is the same card: choose two.</source>
            <translation>Es la misma ficha: elegí dos.</translation>
        </message>
        <message>
            <source>The data of one of them was erased: nobody can tell who it was.</source>
            <translation>Los datos de una de las dos fichas se suprimieron: ya no se puede saber de quién era.</translation>
        </message>
        <message>
            <source>They are one person already.</source>
            <translation>Ya son la misma persona.</translation>
        </message>
        <message>
            <source>Somebody said that they are two people: take that back first, under «Two people».</source>
            <translation>Alguien dijo que son dos personas: primero deshacelo, en «Son dos».</translation>
        </message>
        <message>
            <source>«{why}» is no reason to join two cards.</source>
            <translation>«{why}» no es un motivo para unir dos fichas.</translation>
        </message>
        <message>
            <source>There is no such joining of two cards.</source>
            <translation>No existe esa unión de fichas.</translation>
        </message>
        <message>
            <source>That was taken back already.</source>
            <translation>Eso ya se deshizo.</translation>
        </message>
        <message>
            <source>That card is joined with no other.</source>
            <translation>Esa ficha no está unida a ninguna otra.</translation>
        </message>
        <message>
            <source>Nobody said that they are two people.</source>
            <translation>Nadie dijo que fueran dos personas.</translation>
        </message>
        <message>
            <source>Choose a pair first.</source>
            <translation>Primero elegí un par.</translation>
        </message>
        <message>
            <source>Several people have an identifier that begins with {text}: write more of it.</source>
            <translation>Varias personas tienen un identificador que empieza con {text}: escribí más caracteres.</translation>
        </message>
        <message>
            <source>The file is empty. Download it from Zoom again.</source>
            <translation>El archivo está vacío. Descargalo de nuevo de Zoom.</translation>
        </message>
        <message>
            <source>This is no file of Zoom that Cabildo knows. Bring it as Zoom hands it out.</source>
            <translation>Esto no es un archivo de Zoom que Cabildo conozca. Traelo tal como lo entrega Zoom.</translation>
        </message>
        <message>
            <source>The file is damaged: its columns do not fit together. Download it from Zoom again.</source>
            <translation>El archivo está dañado: sus columnas no encajan. Descargalo de nuevo de Zoom.</translation>
        </message>
        <message>
            <source>The workbook asks for a password. Download the report from Zoom again, as CSV.</source>
            <translation>El libro pide una contraseña. Descargá de nuevo el informe de Zoom, como CSV.</translation>
        </message>
        <message>
            <source>Nobody can be read in this registration report. Download it from Zoom again.</source>
            <translation>En este informe de inscripciones no se puede leer a nadie. Descargalo de nuevo de Zoom.</translation>
        </message>
        <message>
            <source>No answer can be read in this poll report. Download it from Zoom again.</source>
            <translation>En este informe de encuestas no se puede leer ninguna respuesta. Descargalo de nuevo de Zoom.</translation>
        </message>
        <message>
            <source>No message can be read in this chat. Bring it as Zoom saved it.</source>
            <translation>En este chat no se puede leer ningún mensaje. Traelo tal como lo guardó Zoom.</translation>
        </message>
        <message>
            <source>There are no words in this transcript. Bring it as Zoom saved it.</source>
            <translation>Esta transcripción no tiene palabras. Traela tal como la guardó Zoom.</translation>
        </message>
        <message>
            <source>Nothing was taken in. {files}</source>
            <translation>No se incorporó nada. {files}</translation>
        </message>
        <message>
            <source>The file is too large to be a report of Zoom.</source>
            <translation>El archivo es demasiado grande para ser un informe de Zoom.</translation>
        </message>
        <message>
            <source>Choose the sitting first; then bring its Zoom files again.</source>
            <translation>Primero elegí la sesión; después traé de nuevo sus archivos de Zoom.</translation>
        </message>
        <message>
            <source>That file has been taken out already.</source>
            <translation>Ese archivo ya se había sacado.</translation>
        </message>
        <message>
            <source>A sheet of Excel holds {most} people at most: export a quarter, or everybody as CSV.</source>
            <translation>Una hoja de Excel tiene lugar para {most} personas como mucho: exportá un barrio, o todo en CSV.</translation>
        </message>
        <message>
            <source>Several organisations begin with {text}: write some more characters.</source>
            <translation>Varias organizaciones empiezan con {text}: escribí más caracteres.</translation>
        </message>
        <message>
            <source>This desk has no access to Zoom yet. It is set up in Preferences, or with “cabildo zoom account”.</source>
            <translation>Este puesto todavía no tiene acceso a Zoom. Se configura en Preferencias o con «cabildo zoom account».</translation>
        </message>
        <message>
            <source>Three values are needed: the account, the client and its secret.</source>
            <translation>Hacen falta tres datos: la cuenta, el cliente y su clave secreta.</translation>
        </message>
        <message>
            <source>Zoom does not accept these credentials. Copy the three values again, and ask the account's administrator whether the app is active.</source>
            <translation>Zoom no acepta estas credenciales. Copiá de nuevo los tres datos y preguntale a quien administra la cuenta si la aplicación está activa.</translation>
        </message>
        <message>
            <source>A permission is missing. Ask the administrator of the Zoom account to add it to the app: {scopes}.</source>
            <translation>Falta un permiso. Pedile a quien administra la cuenta de Zoom que lo agregue a la aplicación: {scopes}.</translation>
        </message>
        <message>
            <source>The plan of the Zoom account does not include this. The report can still be brought as a file.</source>
            <translation>El plan de la cuenta de Zoom no incluye esto. El informe igual se puede traer como archivo.</translation>
        </message>
        <message>
            <source>Zoom lets this desk in, but something is missing.</source>
            <translation>Zoom deja entrar a este puesto, pero falta algo.</translation>
        </message>
        <message>
            <source>That host is not a user of the Zoom account. Check the e-mail, or leave it empty.</source>
            <translation>Ese anfitrión no es usuario de la cuenta de Zoom. Revisá el correo o dejalo vacío.</translation>
        </message>
        <message>
            <source>Zoom knows of no such meeting in this account.</source>
            <translation>Zoom no conoce esa reunión en esta cuenta.</translation>
        </message>
        <message>
            <source>Zoom has no list of this call yet. It takes minutes after the call ends, sometimes half an hour.</source>
            <translation>Zoom todavía no tiene la lista de esta videollamada. Tarda unos minutos después de que termina, a veces media hora.</translation>
        </message>
        <message>
            <source>The meeting is more than a year old; Zoom does not tell of it any more.</source>
            <translation>La reunión tiene más de un año; Zoom ya no informa nada de ella.</translation>
        </message>
        <message>
            <source>The sitting has no Zoom meeting. Write its number, or create it.</source>
            <translation>La sesión no tiene reunión de Zoom. Escribí su número o creala.</translation>
        </message>
        <message>
            <source>The sitting has its Zoom meeting already: {number}.</source>
            <translation>La sesión ya tiene su reunión de Zoom: {number}.</translation>
        </message>
        <message>
            <source>The host has no licence, so that neighbours cannot register; the meeting was made without that.</source>
            <translation>Quien es anfitrión no tiene licencia y por eso no hay inscripción; la reunión se creó sin ella.</translation>
        </message>
        <message>
            <source>The meeting was made, but the form to register does not ask for document and neighbourhood.</source>
            <translation>La reunión se creó, pero el formulario de inscripción no pide documento ni barrio.</translation>
        </message>
        <message>
            <source>Zoom cannot be reached. The evening goes on; it can be brought later, or as a file.</source>
            <translation>No se llega a Zoom. La sesión sigue; la lista se puede traer más tarde o como archivo.</translation>
        </message>
        <message>
            <source>Zoom is busy. Try again in a minute.</source>
            <translation>Zoom está ocupado. Probá de nuevo en un minuto.</translation>
        </message>
        <message>
            <source>Zoom's limit for today is used up; it answers again from {until} on.</source>
            <translation>Se agotó el límite de Zoom por hoy; responde de nuevo a partir de las {until}.</translation>
        </message>
        <message>
            <source>Zoom answered something that cannot be used ({status}). Try again later.</source>
            <translation>Zoom respondió algo que no se puede usar ({status}). Probá más tarde.</translation>
        </message>
        <message>
            <source>Zoom's list does not end. Nothing was taken in; try again later, or bring the report as a file.</source>
            <translation>La lista de Zoom no termina nunca. No se incorporó nada; probá más tarde o traé el informe como archivo.</translation>
        </message>
        <message>
            <source>Zoom cut the list off in the middle. Try again.</source>
            <translation>Zoom cortó la lista por la mitad. Probá de nuevo.</translation>
        </message>
        <message>
            <source>Say the ids of two neighbours or more; for one it is «confirm».</source>
            <translation>Indicá los identificadores de dos personas o más; para una sola es «confirm».</translation>
        </message>
        <message>
            <source>There is no such message in the chat of this sitting.</source>
            <translation>No existe ese mensaje en el chat de esta sesión.</translation>
        </message>
        <message>
            <source>This sitting has no transcript.</source>
            <translation>Esta sesión no tiene transcripción.</translation>
        </message>
        <message>
            <source>{name} is on the roll with that document: confirm that it is she instead of writing her down again.</source>
            <translation>{name} ya está en el padrón con ese documento: confirmá que es esa persona en lugar de anotarla otra vez.</translation>
        </message>
        <message>
            <source>These minutes are final. If something is wrong and nobody has signed, make them a draft again first.</source>
            <translation>Esta acta es definitiva. Si algo está mal y no firmó nadie, primero volvela a borrador.</translation>
        </message>
        <message>
            <source>The sitting is not closed yet: its minutes can be final from then on.</source>
            <translation>La sesión todavía no está cerrada: recién entonces el acta puede ser definitiva.</translation>
        </message>
        <message>
            <source>These minutes are final already: now they can be signed.</source>
            <translation>Esta acta ya es definitiva: ahora se puede firmar.</translation>
        </message>
        <message>
            <source>These minutes are signed: nothing can be added to them any more.</source>
            <translation>Esta acta ya está firmada: no se le puede agregar nada.</translation>
        </message>
        <message>
            <source>There is a newer version of these minutes: that one can be final.</source>
            <translation>Hay una versión más nueva de esta acta: esa puede ser la definitiva.</translation>
        </message>
        <message>
            <source>Write the minutes as a Word file first.</source>
            <translation>Primero generá el acta en Word.</translation>
        </message>
        <message>
            <source>These minutes are still a draft: make them final first.</source>
            <translation>Esta acta todavía es un borrador: primero pasala a definitiva.</translation>
        </message>
        <message>
            <source>Somebody has signed these minutes already ({count}): they cannot be a draft again.</source>
            <translation>Esta acta ya tiene firmas ({count}): no puede volver a ser un borrador.</translation>
        </message>
        <message>
            <source>The Word file of these minutes is not at {path}. Write it again, or say where it is.</source>
            <translation>El Word de esta acta no está en {path}. Generalo de nuevo, o indicá dónde está.</translation>
        </message>
        <message>
            <source>{path} was edited and its changes were not taken back yet. Take them back first, then make it final.</source>
            <translation>{path} fue modificado y esos cambios todavía no se incorporaron. Incorporalos primero y después pasala a definitiva.</translation>
        </message>
        <message>
            <source>The Word file of the minutes cannot be read: it is damaged.</source>
            <translation>El Word del acta no se puede leer: está dañado.</translation>
        </message>
        <message>
            <source>The PDF is made by LibreOffice, which is not on this computer. Install LibreOffice Writer and try again.</source>
            <translation>El PDF lo hace LibreOffice, que no está en esta computadora. Instalá LibreOffice Writer y probá otra vez.</translation>
        </message>
        <message>
            <source>LibreOffice could not make the PDF. Open the Word file in LibreOffice to see what is wrong with it.</source>
            <translation>LibreOffice no pudo hacer el PDF. Abrí el Word en LibreOffice para ver qué tiene.</translation>
        </message>
        <message>
            <source>That PDF carries no signature that the record does not have already.</source>
            <translation>Ese PDF no trae ninguna firma que el registro no tenga.</translation>
        </message>
        <message>
            <source>The PDF of these minutes is not at {path}. Put it back there to go on signing.</source>
            <translation>El PDF de esta acta no está en {path}. Volvé a ponerlo ahí para seguir firmando.</translation>
        </message>
        <message>
            <source>{path} is not the PDF that the record knows. If somebody signed it there, take it back; if not, put the other one in its place.</source>
            <translation>{path} no es el PDF que conoce el registro. Si alguien lo firmó ahí, recibilo como PDF firmado; si no, volvé a poner el otro en su lugar.</translation>
        </message>
        <message>
            <source>{name} does not begin with the PDF that was to be signed: it was printed anew or changed. Only the very PDF, with a signature added, can be taken back.</source>
            <translation>{name} no empieza con el PDF que había que firmar: se imprimió de nuevo o se modificó. Solo se puede recibir ese mismo PDF con la firma agregada.</translation>
        </message>
        <message>
            <source>{name} was signed on an earlier PDF and lacks the signatures that came since. Ask for a signature on the newest one.</source>
            <translation>{name} se firmó sobre un PDF anterior y le faltan las firmas posteriores. Pedí que firmen el último.</translation>
        </message>
        <message>
            <source>{name} carries a signature that does not hold. Ask whoever signed it to do it again.</source>
            <translation>{name} trae una firma que no es válida. Pedile a quien firmó que lo haga de nuevo.</translation>
        </message>
        <message>
            <source>The file {path} cannot be read.</source>
            <translation>No se puede leer el archivo {path}.</translation>
        </message>
        <message>
            <source>{name} is not in order.</source>
            <translation>{name} no está en orden.</translation>
        </message>
        <message>
            <source>{name} is no scan that can be kept: it has to be PDF, JPG, PNG or TIFF.</source>
            <translation>{name} no es un escaneo que se pueda guardar: tiene que ser PDF, JPG, PNG o TIFF.</translation>
        </message>
        <message>
            <source>The PDF cannot be read: it is damaged.</source>
            <translation>El PDF no se puede leer: está dañado.</translation>
        </message>
        <message>
            <source>Every place of this PDF is signed already.</source>
            <translation>Todos los lugares de este PDF ya están firmados.</translation>
        </message>
        <message>
            <source>Place {place} is signed already, or there is no such place.</source>
            <translation>El lugar {place} ya está firmado, o no existe.</translation>
        </message>
        <message>
            <source>Say with what to sign: either a certificate file or a token.</source>
            <translation>Decí con qué firmar: un archivo de certificado o un token.</translation>
        </message>
        <message>
            <source>There is no certificate file at {path}.</source>
            <translation>No hay un archivo de certificado en {path}.</translation>
        </message>
        <message>
            <source>{path} does not open: either the passphrase is wrong, or it is no certificate file (.p12, .pfx).</source>
            <translation>{path} no se abre: o la clave no es esa, o no es un archivo de certificado (.p12, .pfx).</translation>
        </message>
        <message>
            <source>The certificate expired on {day}: it cannot sign any more.</source>
            <translation>El certificado venció el {day}: ya no puede firmar.</translation>
        </message>
        <message>
            <source>The certificate is in force only from {day} on.</source>
            <translation>El certificado recién está vigente desde el {day}.</translation>
        </message>
        <message>
            <source>{path} is not the module of a token, or it needs a program of its maker that is not installed.</source>
            <translation>{path} no es el módulo de un token, o le falta un programa del fabricante.</translation>
        </message>
        <message>
            <source>The token is not there. Plug it in and try again.</source>
            <translation>El token no está. Conectalo y probá otra vez.</translation>
        </message>
        <message>
            <source>There are several tokens: say which one ({labels}).</source>
            <translation>Hay varios tokens: indicá cuál ({labels}).</translation>
        </message>
        <message>
            <source>The PIN is wrong. Most tokens lock themselves after three wrong ones.</source>
            <translation>El PIN no es ese. La mayoría de los tokens se bloquean después de tres intentos.</translation>
        </message>
        <message>
            <source>The token is locked: whoever gave it can unlock it.</source>
            <translation>El token está bloqueado: lo puede desbloquear quien lo entregó.</translation>
        </message>
        <message>
            <source>The token holds no key with a certificate to sign with.</source>
            <translation>El token no tiene una clave con certificado para firmar.</translation>
        </message>
        <message>
            <source>The token does not answer. Unplug it, plug it in again and try once more.</source>
            <translation>El token no responde. Desconectalo, volvé a conectarlo y probá otra vez.</translation>
        </message>
        <message>
            <source>The timestamp server does not answer: nothing was signed. Try again, or sign without a timestamp.</source>
            <translation>El servidor de sello de tiempo no responde: no se firmó nada. Probá otra vez, o firmá sin sello de tiempo.</translation>
        </message>
        <message>
            <source>{path} was edited after Cabildo wrote it. Take its changes back first, or save under another name to keep both.</source>
            <translation>{path} fue modificado después de que Cabildo lo escribió. Incorporá primero sus cambios, o guardá con otro nombre para conservar los dos.</translation>
        </message>
        <message>
            <source>There is no draft of these minutes yet: generate it first.</source>
            <translation>Todavía no hay borrador de esta acta: generalo primero.</translation>
        </message>
        <message>
            <source>That file comes from an older version, and the newest one was edited as well. Join them in Word.</source>
            <translation>Ese archivo viene de una versión anterior y la última también se modificó a mano. Unilos en Word.</translation>
        </message>
        <message>
            <source>Version {version} was edited by hand and that file is not on this computer. Take it back here, or start anew from the record.</source>
            <translation>La versión {version} se modificó a mano y ese archivo no está en esta computadora. Incorporalo acá, o empezá de nuevo desde el registro.</translation>
        </message>
        <message>
            <source>{path} cannot be found or read.</source>
            <translation>No se encuentra {path}, o no se puede leer.</translation>
        </message>
        <message>
            <source>That is not a Word file (.docx), or it is damaged. Open it in Word and save it again as .docx.</source>
            <translation>Ese no es un archivo de Word (.docx), o está dañado. Abrilo en Word y volvé a guardarlo como .docx.</translation>
        </message>
        <message>
            <source>{path} belongs to another sitting: it is Minutes {number}/{year}.</source>
            <translation>{path} es de otra sesión: es el Acta {number}/{year}.</translation>
        </message>
        <message>
            <source>{path} is not the full minutes. Only those are taken back; the other papers are made from them.</source>
            <translation>{path} no es el acta completa. Solo se incorpora esa; los demás documentos salen de ella.</translation>
        </message>
        <message>
            <source>There are no minutes in that language: {language}.</source>
            <translation>No hay actas en ese idioma: {language}.</translation>
        </message>
        <message>
            <source>The template {file} is not a Word document (.docx). Save it again from Word as a document.</source>
            <translation>La plantilla {file} no es un documento de Word (.docx). Volvé a guardarla desde Word como documento.</translation>
        </message>
        <message>
            <source>The template {file} has a field that cannot be understood. Look at its braces here: “{where}”</source>
            <translation>La plantilla {file} tiene un campo que no se entiende. Revisá las llaves acá: «{where}»</translation>
        </message>
        <message>
            <source>The template {file} asks for “{field}”, which does not exist, here: “{where}”. Perhaps: {near}</source>
            <translation>La plantilla {file} pide «{field}», que no existe, acá: «{where}». Quizás sea: {near}</translation>
        </message>
        <message>
            <source>In the template {file}, “{field}” has to stand alone in a paragraph of the text, outside of tables, headers and footers. Now it says: “{where}”</source>
            <translation>En la plantilla {file}, «{field}» tiene que estar solo en un párrafo del texto, fuera de tablas, encabezados y pies. Ahora dice: «{where}»</translation>
        </message>
        <message>
            <source>No question can be read in this report of questions. Download it from Zoom again.</source>
            <translation>No se puede leer ninguna pregunta en este informe de preguntas. Descargalo de nuevo de Zoom.</translation>
        </message>
        <message>
            <source>There is nothing of Zoom in the folder {file}.</source>
            <translation>En la carpeta {file} no hay nada de Zoom.</translation>
        </message>
        <message>
            <source>Cabildo does not know what to do with {file}. What Zoom hands out can be dropped anywhere, and in Neighbours a list as a spreadsheet.</source>
            <translation>Cabildo no sabe qué hacer con {file}. Los archivos de Zoom se pueden soltar en cualquier lado; una planilla de vecinos, en Vecinos.</translation>
        </message>
        <message>
            <source>«{council}» has not met yet: say when it starts, with --at 2026-11-22T19:00.</source>
            <translation>«{council}» todavía no se reunió: indicá cuándo empieza, con --at 2026-11-22T19:00.</translation>
        </message>
        <message>
            <source>{number} cannot be: write a number from 0 to {most}.</source>
            <translation>{number} no puede ser: escribí un número de 0 a {most}.</translation>
        </message>
        <message>
            <source>{text} is no point. Paste latitude and longitude as the map shows them: -32.9468, -60.6393.</source>
            <translation>{text} no es un punto. Pegá la latitud y la longitud como las muestra el mapa: -32.9468, -60.6393.</translation>
        </message>
        <message>
            <source>There is no such point on the earth ({text}): first comes the latitude, then the longitude.</source>
            <translation>Ese punto no existe ({text}): primero va la latitud, después la longitud.</translation>
        </message>
        <message>
            <source>Write why the day changes.</source>
            <translation>Escribí por qué cambia la fecha.</translation>
        </message>
        <message>
            <source>It is settled already: open it again to change its day.</source>
            <translation>Ya está cerrado: volvé a abrirlo para cambiar la fecha.</translation>
        </message>
        <message>
            <source>One alone answers for it: a department, an organisation or a neighbour.</source>
            <translation>El responsable es uno solo: un área, una organización o una vecina o vecino.</translation>
        </message>
        <message>
            <source>Nothing is due like that ({term}). There are: {known}.</source>
            <translation>No existe ese plazo ({term}). Existen: {known}.</translation>
        </message>
        <message>
            <source>Which council is {council}? There are: {known}.</source>
            <translation>¿Qué consejo es {council}? Existen: {known}.</translation>
        </message>
        <message>
            <source>Write to whom it was sent.</source>
            <translation>Escribí a quién se envió.</translation>
        </message>
        <message>
            <source>There is nothing on that list.</source>
            <translation>Esa lista está vacía.</translation>
        </message>
        <message>
            <source>That list is not in the record any more.</source>
            <translation>Esa lista ya no está en el registro.</translation>
        </message>
        <message>
            <source>There is nothing to send with what was chosen.</source>
            <translation>No hay nada para enviar con lo elegido.</translation>
        </message>
        <message>
            <source>That is more than {most} issues, too many for one list: choose a shorter period.</source>
            <translation>Son más de {most} pedidos, demasiados para una lista: elegí un período más corto.</translation>
        </message>
        <message>
            <source>They are {number} lists: give a folder, or a file that ends in .zip.</source>
            <translation>Son {number} listas: indicá una carpeta o un archivo .zip.</translation>
        </message>
        <message>
            <source>{name}: the name has to end in .docx, .xlsx or .pdf, or in .zip for several.</source>
            <translation>{name}: el nombre tiene que terminar en .docx, .xlsx o .pdf, o en .zip si son varias.</translation>
        </message>
        <message>
            <source>Somebody has to sign: choose at least one place.</source>
            <translation>Alguien tiene que firmar: elegí al menos un lugar.</translation>
        </message>
        <message>
            <source>There is room for {most} signatures at most.</source>
            <translation>Hay lugar para {most} firmas como máximo.</translation>
        </message>
        <message>
            <source>Nobody signs as “{role}”. There are: {roles}.</source>
            <translation>Nadie firma como «{role}». Los lugares posibles son: {roles}.</translation>
        </message>
        <message>
            <source>That difference was settled meanwhile, here or on another desk.</source>
            <translation>Esa diferencia ya se resolvió, acá o en otro puesto.</translation>
        </message>
        <message>
            <source>There is no role “{capacity}”. Choose one of: {known}.</source>
            <translation>No existe la función «{capacity}». Elegí una: {known}.</translation>
        </message>
        <message>
            <source>That file is no certificate. It takes the authority of the server as PEM text.</source>
            <translation>Ese archivo no es un certificado. Hace falta la autoridad del servidor, como texto PEM.</translation>
        </message>
        <message>
            <source>{path} is there already. Choose another name: nothing was written.</source>
            <translation>{path} ya existe. Elegí otro nombre: no se escribió nada.</translation>
        </message>
        <message>
            <source>That is not an enrolment file, or it is damaged. Ask the administrator for another one.</source>
            <translation>Ese no es un archivo de inscripción, o está dañado. Pedí otro a la administración.</translation>
        </message>
        <message>
            <source>There is no file {path}. Look at its name and its folder.</source>
            <translation>No hay ningún archivo {path}. Fijate el nombre y la carpeta.</translation>
        </message>
        <message>
            <source>That enrolment file is of a newer version of Cabildo. Update this program first.</source>
            <translation>Ese archivo de inscripción es de una versión más nueva de Cabildo. Primero actualizá este programa.</translation>
        </message>
        <message>
            <source>That enrolment file was used already, or revoked. Ask the administrator for another one.</source>
            <translation>Ese archivo de inscripción ya se usó, o fue dado de baja. Pedí otro a la administración.</translation>
        </message>
        <message>
            <source>That enrolment file is for another city ({city}). Ask the administrator for one of this city.</source>
            <translation>Ese archivo de inscripción es de otra ciudad ({city}). Pedí uno de esta ciudad.</translation>
        </message>
        <message>
            <source>No desk of that name or number is enrolled: “{which}”. “cabildo server status” lists them.</source>
            <translation>No hay ningún puesto inscripto con ese nombre o número: «{which}». «cabildo server status» los muestra.</translation>
        </message>
        <message>
            <source>The journal of the shared database does not hold ({where}). Keep a copy of it as it is, bring back the last backup, and run this again with --restored: every desk sends again what is missing.</source>
            <translation>El libro de la base compartida no cierra ({where}). Guardá una copia tal como está, recuperá el último respaldo y repetí esto con --restored: cada puesto envía otra vez lo que falta.</translation>
        </message>
        <message>
            <source>The sitting was opened again after these minutes became final. Close it before anybody signs.</source>
            <translation>La sesión se reabrió después de que el acta pasó a definitiva. Cerrala antes de que alguien firme.</translation>
        </message>
        <message>
            <source>{name} was signed with a certificate that was not in force. Ask for a signature with one that is.</source>
            <translation>{name} se firmó con un certificado que no estaba vigente. Pedí que lo firmen con uno vigente.</translation>
        </message>
        <message>
            <source>{name} is the PDF that was made here, not the scan of a paper signed by hand. Choose the scan; if it was signed with a certificate, take the signed PDF back.</source>
            <translation>{name} es el PDF que se hizo acá, y no el escaneo del acta firmada a mano. Elegí el escaneo; si se firmó con certificado, recibí el PDF firmado.</translation>
        </message>
        <message>
            <source>This is no map that Cabildo reads: it takes GeoJSON, GML, or a shapefile packed as ZIP.</source>
            <translation>Este archivo no es un mapa que Cabildo lea: sirven GeoJSON, GML o un shapefile en ZIP.</translation>
        </message>
        <message>
            <source>There is no area in this file, only points, lines or nothing. Choose the layer with the quarters.</source>
            <translation>En este archivo no hay ningún área, solo puntos, líneas o nada. Elegí la capa de los barrios.</translation>
        </message>
        <message>
            <source>The map cannot be read, it is cut or damaged ({what}). Ask for it again, or export it once more.</source>
            <translation>El mapa no se puede leer, está cortado o dañado ({what}). Pedilo de nuevo o volvé a exportarlo.</translation>
        </message>
        <message>
            <source>This map is too large to be one of quarters: export only that layer, with up to {most} areas.</source>
            <translation>Este mapa es demasiado grande para ser de barrios: exportá solo esa capa, de hasta {most} áreas.</translation>
        </message>
        <message>
            <source>The ZIP would unpack to far more than a map of quarters is. It was left alone.</source>
            <translation>El ZIP, descomprimido, sería mucho más grande que un mapa de barrios. No se tocó.</translation>
        </message>
        <message>
            <source>The ZIP has to hold one shapefile with its .shp and .dbf, and it holds: {found}. Pack only the layer with the quarters.</source>
            <translation>El ZIP tiene que traer un solo shapefile con su .shp y su .dbf, y trae: {found}. Comprimí solo la capa de los barrios.</translation>
        </message>
        <message>
            <source>The ZIP is locked with a password. Unpack it, and pack it without one.</source>
            <translation>El ZIP tiene contraseña. Descomprimilo y volvé a comprimirlo sin ella.</translation>
        </message>
        <message>
            <source>No area of this map has a name. Choose the layer in which each quarter has its name.</source>
            <translation>Ningún área de este mapa tiene nombre. Elegí la capa en la que cada barrio lleva el suyo.</translation>
        </message>
        <message>
            <source>The map has no field {field}. It has: {known}.</source>
            <translation>El mapa no tiene el campo {field}. Tiene: {known}.</translation>
        </message>
        <message>
            <source>The map is in metres (it begins at {x}; {y}) and does not say in which projection. Whoever made it knows its code, for instance EPSG:22185 (POSGAR 94, faja 5).</source>
            <translation>El mapa está en metros (empieza en {x}; {y}) y no dice en qué proyección. Quien lo hizo sabe el código, por ejemplo EPSG:22185 (POSGAR 94, faja 5).</translation>
        </message>
        <message>
            <source>There are no coordinates called “{crs}”. Write the code of the projection, like EPSG:22185.</source>
            <translation>No hay coordenadas que se llamen «{crs}». Escribí el código de la proyección, como EPSG:22185.</translation>
        </message>
        <message>
            <source>The numbers of this map are in no place where {crs} is used: its projection must be another one.</source>
            <translation>Los números de este mapa no caen donde se usa {crs}: la proyección tiene que ser otra.</translation>
        </message>
        <message>
            <source>{why} With --anyway it is taken in all the same.</source>
            <translation>{why} Con --anyway se carga igual.</translation>
        </message>
        <message>
            <source>Say which quarters it is, or that it is open again, and not both.</source>
            <translation>Decí qué barrios son, o que queda por decidir, pero no las dos cosas.</translation>
        </message>
        <message>
            <source>The map that is loaded has no area of that name.</source>
            <translation>El mapa cargado no tiene un área con ese nombre.</translation>
        </message>
        <message>
            <source>{name} cannot be opened. Look whether it is still where it was.</source>
            <translation>{name} no se puede abrir. Fijate si sigue donde estaba.</translation>
        </message>
        <message>
            <source>The list needs a column “barrio” and a column “habitantes”. It has: {found}.</source>
            <translation>La lista necesita una columna «barrio» y otra «habitantes». Tiene: {found}.</translation>
        </message>
        <message>
            <source>“{told}” is no number of inhabitants.</source>
            <translation>«{told}» no es una cantidad de habitantes.</translation>
        </message>
        <message>
            <source>The evening on two desks is played on a PostgreSQL. Write its address, with its administrator, after --url or into {variable}. It gets a database of its own there, which goes afterwards.</source>
            <translation>El ensayo en dos computadoras se hace en un PostgreSQL. Escribí su dirección, con su administrador, después de --url o en {variable}. Ahí se crea una base aparte, que después se borra.</translation>
        </message>
        <message>
            <source>That user may not make a database to practise in: it takes one with CREATEDB and CREATEROLE.</source>
            <translation>Ese usuario no puede crear una base para practicar: hace falta uno con CREATEDB y CREATEROLE.</translation>
        </message>
        <message>
            <source>There is no such questionnaire.</source>
            <translation>No existe ese cuestionario.</translation>
        </message>
        <message>
            <source>A questionnaire needs a name and a code.</source>
            <translation>Un cuestionario necesita un nombre y un código.</translation>
        </message>
        <message>
            <source>A questionnaire cannot be about that ({subject}). It can be: {known}.</source>
            <translation>Un cuestionario no puede ser sobre eso ({subject}). Puede ser: {known}.</translation>
        </message>
        <message>
            <source>The questionnaire has no questions.</source>
            <translation>El cuestionario no tiene preguntas.</translation>
        </message>
        <message>
            <source>Nobody answers more than {most} questions: make it shorter.</source>
            <translation>Nadie contesta más de {most} preguntas: hacelo más corto.</translation>
        </message>
        <message>
            <source>Question {number} is not understood: it needs a key, a text, and from 2 to 30 options.</source>
            <translation>La pregunta {number} no se entiende: necesita una clave, un texto y de 2 a 30 opciones.</translation>
        </message>
        <message>
            <source>{key} is there twice: each question and option has its own key.</source>
            <translation>{key} está dos veces: cada pregunta y cada opción tiene su propia clave.</translation>
        </message>
        <message>
            <source>The questionnaire has no question {question}.</source>
            <translation>El cuestionario no tiene la pregunta {question}.</translation>
        </message>
        <message>
            <source>{answer} is no answer to: {question}</source>
            <translation>{answer} no es una respuesta a: {question}</translation>
        </message>
        <message>
            <source>{answer} is no number, in: {question}</source>
            <translation>{answer} no es un número, en: {question}</translation>
        </message>
        <message>
            <source>Only one answer can be chosen, in: {question}</source>
            <translation>Se puede elegir una sola respuesta, en: {question}</translation>
        </message>
        <message>
            <source>Nothing was answered: choose at least one answer.</source>
            <translation>No se contestó nada: elegí al menos una respuesta.</translation>
        </message>
        <message>
            <source>It cannot be answered like that ({way}). It can be: {known}.</source>
            <translation>No se puede contestar así ({way}). Puede ser: {known}.</translation>
        </message>
        <message>
            <source>Say which sitting was answered about.</source>
            <translation>Indicá sobre qué sesión se contestó.</translation>
        </message>
        <message>
            <source>No column of the file is a question of the questionnaire: its titles are the keys or the questions.</source>
            <translation>Ninguna columna del archivo es una pregunta del cuestionario: los títulos son las claves o las preguntas.</translation>
        </message>
        <message>
            <source>Those answers are not in the record any more.</source>
            <translation>Esas respuestas ya no están en el registro.</translation>
        </message>
        <message>
            <source>Nobody is invited like that: {channel}.</source>
            <translation>No se conoce ese medio de aviso: {channel}.</translation>
        </message>
        <message>
            <source>{result} is no result of an invitation.</source>
            <translation>{result} no es un resultado de un aviso.</translation>
        </message>
        <message>
            <source>Say who was invited: a neighbour, or the name of a group.</source>
            <translation>Indicá a quién se le avisó: una persona, o el nombre de un grupo.</translation>
        </message>
        <message>
            <source>How many the group has is a number from 1 to {most}.</source>
            <translation>La cantidad de personas del grupo es un número de 1 a {most}.</translation>
        </message>
        <message>
            <source>The list has no column that tells who was invited: name, document, telephone, e-mail or group.</source>
            <translation>La lista no tiene ninguna columna que diga a quién se le avisó: nombre, documento, teléfono, correo o grupo.</translation>
        </message>
        <message>
            <source>Nobody on the roll is {told}.</source>
            <translation>No hay nadie en el padrón que sea {told}.</translation>
        </message>
        <message>
            <source>Several on the roll could be {told}: write the document too.</source>
            <translation>En el padrón hay varias personas que podrían ser {told}: agregá el documento.</translation>
        </message>
        <message>
            <source>{told} is no date. Write it like 15/12/2026.</source>
            <translation>{told} no es una fecha. Escribila como 15/12/2026.</translation>
        </message>
        <message>
            <source>That invitation is not in the record any more.</source>
            <translation>Ese aviso ya no está en el registro.</translation>
        </message>
        <message>
            <source>Several could be {text}: write some more of it.</source>
            <translation>Hay más de una posible para {text}: escribí algo más.</translation>
        </message>
        <message>
            <source>{name} is no questionnaire: it has to be a TOML file.</source>
            <translation>{name} no es un cuestionario: tiene que ser un archivo TOML.</translation>
        </message>
        <message>
            <source>That good practice is not in the bank any more.</source>
            <translation>Esa buena práctica ya no está en el banco.</translation>
        </message>
        <message>
            <source>A good practice needs a title.</source>
            <translation>Una buena práctica necesita un título.</translation>
        </message>
        <message>
            <source>Write what was done.</source>
            <translation>Escribí qué se hizo.</translation>
        </message>
        <message>
            <source>{field} is too long: {most} letters at most.</source>
            <translation>{field} es demasiado largo: hasta {most} letras.</translation>
        </message>
        <message>
            <source>The picture is not a JPEG.</source>
            <translation>La foto no es un JPEG.</translation>
        </message>
        <message>
            <source>The picture is too big: {most} bytes at most.</source>
            <translation>La foto es demasiado grande: hasta {most} bytes.</translation>
        </message>
        <message>
            <source>That enrolment file was good until {until} and opens nothing any more. Ask the administrator for another one. If today is an earlier day, set the date of this computer right.</source>
            <translation>Ese archivo de inscripción servía hasta el {until} y ya no abre nada. Pedile otro a quien administra la base. Si hoy es un día anterior, corregí la fecha de esta computadora.</translation>
        </message>
        <message>
            <source>The time to use that enrolment file is over. Ask the administrator for another one.</source>
            <translation>Ya pasó el plazo para usar ese archivo de inscripción. Pedile otro a quien administra la base.</translation>
        </message>
        <message>
            <source>The certificate is too long for a code that can be read: hand the enrolment file over instead, or name only the authority that signed.</source>
            <translation>El certificado es demasiado largo para un código que se pueda leer: entregá el archivo de inscripción, o indicá solo la autoridad que firmó.</translation>
        </message>
        <message>
            <source>Reading the code out of a picture needs a part that is not installed: pip install cabildo[camera]. The enrolment file itself, or its text, does as well.</source>
            <translation>Para leer el código de una imagen falta una parte que no está instalada: pip install cabildo[camera]. También sirve el archivo de inscripción, o su texto.</translation>
        </message>
        <message>
            <source>An enrolment file is good for 1 to 365 days.</source>
            <translation>Un archivo de inscripción sirve entre 1 y 365 días.</translation>
        </message>
        <message>
            <source>That file is damaged, cut short, or none of Cabildo's: perhaps the stick was pulled out too early. Nothing was taken in. Write it again where it comes from.</source>
            <translation>Ese archivo está dañado, cortado o no es de Cabildo: quizás sacaron el pendrive antes de tiempo. No se tomó nada. Hay que escribirlo de nuevo donde se hizo.</translation>
        </message>
        <message>
            <source>That file is of a newer version of Cabildo. Update this program and take it in then.</source>
            <translation>Ese archivo es de una versión más nueva de Cabildo. Actualizá este programa y después tomalo.</translation>
        </message>
        <message>
            <source>That file is closed for somebody else: what goes to the centre is taken in there, and what comes back from it only by the laptop that sent something.</source>
            <translation>Ese archivo está cerrado para otra persona: lo que va al centro se toma allá, y lo que vuelve, solo en la notebook que lo mandó.</translation>
        </message>
        <message>
            <source>That file is for a laptop, not for the shared database. Take it in on that laptop.</source>
            <translation>Ese archivo es para una notebook, no para la base compartida. Hay que tomarlo en esa notebook.</translation>
        </message>
        <message>
            <source>That file comes from another laptop. It takes the code that is shown on the screen of that one.</source>
            <translation>Ese archivo viene de otra notebook. Hace falta el código que aparece en la pantalla de la otra.</translation>
        </message>
        <message>
            <source>That is not the code of this file. Have it said again, letter by letter.</source>
            <translation>Ese no es el código de este archivo. Que te lo digan de nuevo, letra por letra.</translation>
        </message>
        <message>
            <source>That file was not signed by the laptop it claims to come from. Nothing was taken in; tell the administrator of the shared database.</source>
            <translation>Ese archivo no lo firmó la notebook de la que dice venir. No se tomó nada; avisale a quien administra la base compartida.</translation>
        </message>
        <message>
            <source>On the laptop that wrote this file entry {number} was altered from outside. Nothing was taken in here.</source>
            <translation>En la notebook que escribió este archivo, el asiento {number} fue alterado desde afuera. Acá no se tomó nada.</translation>
        </message>
        <message>
            <source>That file is of another city. Nothing was taken in.</source>
            <translation>Ese archivo es de otra ciudad. No se tomó nada.</translation>
        </message>
        <message>
            <source>That file answers this laptop as it was before it became a desk of its own. Write a new one for the centre.</source>
            <translation>Ese archivo le contesta a esta notebook como era antes de pasar a ser otro puesto. Escribí uno nuevo para el centro.</translation>
        </message>
        <message>
            <source>That file was written on this very laptop. Take it in on the other one.</source>
            <translation>Ese archivo se escribió en esta misma notebook. Tomalo en la otra.</translation>
        </message>
        <message>
            <source>That file says it comes from “{name}”, but it is not signed as the last one of that laptop was. Nothing was taken in.</source>
            <translation>Ese archivo dice venir de «{name}», pero no está firmado como el anterior de esa notebook. No se tomó nada.</translation>
        </message>
        <message>
            <source>This laptop gets figures without names: the file of another laptop cannot be taken in here.</source>
            <translation>Esta notebook recibe cifras sin nombres: acá no se puede tomar el archivo de otra notebook.</translation>
        </message>
        <message>
            <source>Before its first stick this laptop has to reach the shared database once: there it learns for whom to close the file.</source>
            <translation>Antes del primer pendrive, esta notebook tiene que conectarse una vez con la base compartida: ahí se entera para quién cerrar el archivo.</translation>
        </message>
        <message>
            <source>“{name}” was shut out of the shared database. What is in this file was not taken in.</source>
            <translation>«{name}» quedó fuera de la base compartida. Lo que trae este archivo no se tomó.</translation>
        </message>
        <message>
            <source>The shared database does not know the laptop that wrote this file. Let it connect once by the network; if it is refused there too, give it a new enrolment file. Nothing is lost: all of it is still on that laptop.</source>
            <translation>La base compartida no conoce la notebook que escribió este archivo. Conectala una vez por la red; si ahí también la rechaza, dale un archivo de inscripción nuevo. No se perdió nada: todo sigue en esa notebook.</translation>
        </message>
        <message>
            <source>“{name}” has not left its key here yet, so nobody can tell whether this file is its own. It has to reach the shared database once, with this version of Cabildo.</source>
            <translation>«{name}» todavía no dejó su clave acá, así que no se puede saber si este archivo es suyo. Tiene que conectarse una vez con la base compartida, con esta versión de Cabildo.</translation>
        </message>
        <message>
            <source>What this laptop had sent before is missing at the centre. Nothing is lost: write a new file, which will hold all of it.</source>
            <translation>En el centro falta lo que esta notebook había mandado antes. No se perdió nada: escribí un archivo nuevo, que va a llevar todo.</translation>
        </message>
        <message>
            <source>There is no room for the file on the stick. Nothing was written: make room, or use another one.</source>
            <translation>En el pendrive no hay lugar para el archivo. No se escribió nada: hacé lugar o usá otro.</translation>
        </message>
        <message>
            <source>The file cannot be written to {path}. Look whether the stick is in, and not locked.</source>
            <translation>No se puede escribir el archivo en {path}. Fijate si el pendrive está puesto y sin traba.</translation>
        </message>
        <message>
            <source>To compare, say the first and the last day: --from and --to.</source>
            <translation>Para comparar, indicá el primer y el último día: --from y --to.</translation>
        </message>
        <message>
            <source>The figures of {count} sittings are not what the record says. Put them right with: cabildo figures rebuild</source>
            <translation>Sesiones cuyas cifras no dicen lo que dice el registro: {count}. Se corrigen con: cabildo figures rebuild</translation>
        </message>
        <message>
            <source>The figures are being counted ({percent} %) and show up by themselves in a while. Nothing waits for them.</source>
            <translation>Se están contando los números ({percent} %): aparecen solos en un rato. Mientras tanto podés seguir trabajando.</translation>
        </message>
        <message>
            <source>There is no figure “{text}”. These are known: {known}.</source>
            <translation>No existe la cifra «{text}». Las que hay: {known}.</translation>
        </message>
        <message>
            <source>Figures are not cut by “{text}”. They can be by: {known}.</source>
            <translation>Las cifras no se separan por «{text}». Se puede por: {known}.</translation>
        </message>
        <message>
            <source>“{name}” cannot be cut by “{by}”: nobody could say what is whose.</source>
            <translation>«{name}» no se puede separar por «{by}»: nadie podría decir qué es de quién.</translation>
        </message>
        <message>
            <source>{name}: the name has to end in .docx, .pdf, .txt, .html or .ics.</source>
            <translation>{name}: el nombre tiene que terminar en .docx, .pdf, .txt, .html o .ics.</translation>
        </message>
        <message>
            <source>That picture cannot be read: choose a JPEG or a PNG.</source>
            <translation>No se puede leer esa foto: elegí un JPEG o un PNG.</translation>
        </message>
        <message>
            <source>Plan the sitting first: people are told of one that is on the calendar.</source>
            <translation>Primero planificá la sesión: se avisa de una que esté en el calendario.</translation>
        </message>
        <message>
            <source>That file is for a district head, whose laptop keeps no names, and on this one something is not sent yet ({entries}). Send it first, with the enrolment of before or one as facilitator; then enrol again.</source>
            <translation>Ese archivo es para una dirección de distrito, cuya notebook no guarda nombres, y en esta queda algo sin enviar ({entries}). Primero envialo, con la inscripción anterior o con una de facilitación, y después volvé a inscribirla.</translation>
        </message>
        <message>
            <source>No laptop has told of anything missing of “{which}”. “cabildo server restore-check” shows what is.</source>
            <translation>Ninguna notebook avisó que falte algo de «{which}». «cabildo server restore-check» muestra qué falta.</translation>
        </message>
        <message>
            <source>“{which}” has told of nothing that is missing there. “cabildo server restore-check” shows who has.</source>
            <translation>«{which}» no tiene nada de lo que falta ahí. «cabildo server restore-check» muestra quién lo tiene.</translation>
        </message>
        <message>
            <source>Two laptops have something else of “{which}” under one number. Find out which is in order, and name it: --from.</source>
            <translation>Dos notebooks tienen, con el mismo número, algo distinto de «{which}». Averiguá cuál está bien e indicala con --from.</translation>
        </message>
        <message>
            <source>Nothing is compared with “{text}”. What can be said is: {known}.</source>
            <translation>No se compara con «{text}». Se puede decir: {known}.</translation>
        </message>
        <message>
            <source>The poll of that sitting is counted already: typed as of Zoom it would count twice. If it is not of the poll, choose how it was answered.</source>
            <translation>La encuesta de la videollamada de esa sesión ya se cuenta: cargada como de Zoom contaría dos veces. Si no es de ella, elegí cómo se contestó.</translation>
        </message>
        <message>
            <source>The picture {name} cannot be read.</source>
            <translation>No se puede leer la foto {name}.</translation>
        </message>
        <message>
            <source>The picture is too large: choose one of up to {most} megabytes.</source>
            <translation>La foto es demasiado grande: elegí una de hasta {most} megabytes.</translation>
        </message>
        <message>
            <source>The server lets nobody into the database for practice: its pg_hba.conf names others. Add this line there while the rehearsal lasts, and let it be read again: hostssl all all all scram-sha-256</source>
            <translation>El servidor no deja entrar a la base para practicar: su pg_hba.conf nombra otras. Agregá ahí esta línea mientras dure el ensayo y hacé que la vuelva a leer: hostssl all all all scram-sha-256</translation>
        </message>
        <message>
            <source>There is no file {path}. Look at its name, and whether the stick is in.</source>
            <translation>No hay ningún archivo {path}. Fijate cómo se llama y si el pendrive está puesto.</translation>
        </message>
        <message>
            <source>That file is for the laptop beside, not for the centre. Write another one on the laptop that it comes from: to the centre, without a code.</source>
            <translation>Ese archivo es para la notebook de al lado, no para el centro. En la notebook de donde viene hay que escribir otro: al centro, sin código.</translation>
        </message>
    </context>
</TS>
