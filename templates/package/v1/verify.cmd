@echo off
rem Checks this package without juanzong: digests with certutil, signatures with ssh-keygen
rem (Windows 10 or later; OpenSSH 8.2 or later). Nothing is changed. Usage:
rem
rem   without arguments or by double click    the package agrees with itself; exit code 3
rem   --signers FILE                          FILE: public keys that you trust, from outside
rem
rem Exit codes: 0 right and signed by keys of FILE; 1 something is wrong; 2 cannot be checked
rem here; 3 agrees with itself, but nobody said whose keys these are.
rem
rem Limits: it does not check who had to sign, in which order and with which mandate, nor that
rem no list names a file twice. "juanzong verify" does; verify.sh does the latter.
rem
rem Names and digests out of the package are used only as FOR variables, which cmd does not read
rem as commands. Messages go to ssh-keygen by "<": a PowerShell pipe would alter them.
setlocal enableextensions disabledelayedexpansion
set "signers=allowed_signers"
set "outside="
if "%~1"=="--signers" set "outside=1"
if "%~1"=="--signers" set "signers=%~f2"
cd /d "%~dp0" || exit /b 2
set "page=936"
for /f "tokens=2 delims=:." %%P in ('chcp') do set "page=%%P"
chcp 65001 >nul
set "code=2"
if not exist bagit.txt (
  echo bagit.txt is missing: not a package
  goto done
)
if not exist "%signers%" (
  echo the list of public keys was not found
  goto done
)
where certutil >nul 2>nul
if errorlevel 1 (
  echo certutil was not found
  goto done
)
where ssh-keygen >nul 2>nul
if errorlevel 1 (
  echo ssh-keygen was not found
  goto done
)
set "code=1"
set /a wrong=0, signed=0, statements=0, listed=0, tags=0, sealed=0, found=0

echo 1. files
if not exist manifest-sha256.txt goto missing
if not exist tagmanifest-sha256.txt goto missing
rem A quotation mark or a percent sign would be read as part of a command further down.
findstr /l /c:"%%" manifest-sha256.txt tagmanifest-sha256.txt >nul
if not errorlevel 1 goto unsafe
>nul findstr /l /c:"\"" manifest-sha256.txt tagmanifest-sha256.txt
if not errorlevel 1 goto unsafe
for %%M in (manifest-sha256.txt tagmanifest-sha256.txt) do (
  for /f "usebackq tokens=1,* delims= " %%H in ("%%M") do (
    set /a listed+=1
    if "%%M"=="tagmanifest-sha256.txt" set /a tags+=1
    set "same="
    if exist "%%I" for /f "delims=" %%D in ('certutil -hashfile "%%I" SHA256') do (
      if /i "%%D"=="%%H" set "same=1"
    )
    if not defined same (
      echo WRONG  "%%I"
      set /a wrong+=1
    )
  )
)
rem Every file but the tag manifests stands in one of the two lists.
for /f %%F in ('dir /a-d /b /s ^| find /v /c ""') do set /a found=%%F
for %%T in (tagmanifest-*.txt) do set /a found-=1
if not "%listed%"=="%found%" (
  echo WRONG  %found% files are here, %listed% are listed
  set /a wrong+=1
)

echo 2. signatures
for /d %%R in (reviews\*) do for %%J in ("%%R\*.json") do for %%K in ("%%~nJ") do (
  if /i not "%%~xK"==".dsse" set /a statements+=1
)
for %%J in (seals\*.json) do for %%K in ("%%~nJ") do (
  if /i not "%%~xK"==".dsse" set /a statements+=1
)
rem reviews: <seat>.<person>.<k>.json.sig names the person.
for /f "usebackq tokens=1" %%P in ("%signers%") do (
  for /d %%R in (reviews\*) do for %%S in ("%%R\*.%%P.*.json.sig") do (
    ssh-keygen -Y verify -f "%signers%" -I %%P -n review@juanzong.example -s "%%S" < "%%~dpnS" >nul 2>nul
    if errorlevel 1 (
      echo WRONG  "%%S"
      set /a wrong+=1
    ) else (
      set /a signed+=1
    )
  )
)
rem seals: the statement names the person.
for /f "usebackq tokens=1" %%P in ("%signers%") do (
  for %%S in (seals\*.json.sig) do (
    >nul findstr /l /c:"\"person\":\"%%P\"" "%%~dpnS"
    if not errorlevel 1 (
      ssh-keygen -Y verify -f "%signers%" -I %%P -n seal@juanzong.example -s "%%S" < "%%~dpnS" >nul 2>nul
      if errorlevel 1 (
        echo WRONG  "%%S"
        set /a wrong+=1
      ) else (
        set /a signed+=1
      )
    )
  )
)
if not "%signed%"=="%statements%" (
  echo WRONG  %statements% statements, %signed% good signatures of persons who are listed
  set /a wrong+=1
)

echo 3. the last seal
set "last="
for /f "delims=" %%J in ('dir /b /a-d /on "seals\*.json"') do for %%K in ("%%~nJ") do (
  if /i not "%%~xK"==".dsse" set "last=%%J"
)
if not defined last (
  echo WRONG  there is no seal
  set /a wrong+=1
  goto result
)
rem Subject lines: {"name":"...","digest":{"sha256":"..."}} divided at the quotation marks.
for /f usebackq^ tokens^=2^,4^,10^ delims^=^" %%A in ("seals\%last%") do (
  if "%%A"=="name" (
    set /a sealed+=1
    set "same="
    if exist "%%B" for /f "delims=" %%D in ('certutil -hashfile "%%B" SHA256') do (
      if /i "%%D"=="%%C" set "same=1"
    )
    if not defined same (
      echo WRONG  "%%B" is not what the last seal names
      set /a wrong+=1
    )
  )
)
rem It names every tag file but its own three.
set /a tags-=3
if not "%sealed%"=="%tags%" (
  echo WRONG  the last seal names %sealed% files instead of %tags%
  set /a wrong+=1
)

:result
if not "%wrong%"=="0" (
  echo FAILED: %wrong% WRONG
  goto done
)
echo %signed% signatures are good; every file is listed, unchanged and sealed
if not defined outside (
  echo SELF-CONSISTENT ONLY, KEY SOURCE NOT CHECKED
  set "code=3"
  goto done
)
echo PASSED with the keys of "%signers%"
set "code=0"
goto done

:missing
echo WRONG  a manifest is missing
echo FAILED
goto done

:unsafe
echo WRONG  a manifest holds characters that no package has
echo FAILED

:done
chcp %page% >nul
if "%~1"=="" pause
exit /b %code%
