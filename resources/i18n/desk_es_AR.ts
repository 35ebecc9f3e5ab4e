<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es_AR" sourcelanguage="en">
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
        <name>_Line</name>
        <message>
            <source>Dismiss</source>
            <translation>Descartar</translation>
        </message>
    </context>
    <context>
        <name>cli</name>
        <message>
            <source>Cabildo without a window. Everywhere: --home DIR chooses the data folder, --json answers one JSON document.</source>
            <translation type="unfinished" />
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
            <source>The sitting is closed already.</source>
            <translation>La sesión ya está cerrada.</translation>
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
    </context>
</TS>
