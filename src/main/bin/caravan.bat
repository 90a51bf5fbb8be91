@echo off
rem Starts Caravan on Windows from its installation. Java options of your own, such as -Xmx1g, in CARAVAN_JAVA_OPTS: they win.
setlocal
for %%i in ("%~dp0..") do set "home=%%~fi"

set "java=java.exe"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java.exe"
if defined JAVA_HOME if not exist "%java%" (
    echo caravan: no Java 17 or newer in JAVA_HOME: %JAVA_HOME% 1>&2
    exit /b 78
)
if not defined JAVA_HOME (
    where /q java.exe
    if errorlevel 1 (
        echo caravan: no Java 17 or newer in JAVA_HOME or PATH 1>&2
        exit /b 78
    )
)

rem The first heap: see bin/caravan. A heap of the user's size may be smaller.
set "heap=-Xms64m -Xmn32m"
if defined CARAVAN_JAVA_OPTS if not "%CARAVAN_JAVA_OPTS:-Xm=%"=="%CARAVAN_JAVA_OPTS%" set "heap=-Xms32m"

rem Components that were added come last, so that they can't stand in for anything of ours.
"%java%" -XX:+UseSerialGC %heap% -Xmx256m -XX:MetaspaceSize=64m -XX:+ExitOnOutOfMemoryError --enable-native-access=ALL-UNNAMED ^
    %CARAVAN_JAVA_OPTS% -Dcaravan.home="%home%" -cp "%home%\caravan.jar;%home%\lib\ext\*" dev.caravan.Caravan %*
exit /b %errorlevel%
