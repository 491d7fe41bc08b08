@echo off
setlocal
title checklist
if not exist "%~dp0program\python.exe" goto unpack
pushd "%~dp0"
set "PATH=%~dp0program;%PATH%"
"%~dp0program\python.exe" -B -m checklist menu %*
set "code=%errorlevel%"
popd
if not "%code%"=="0" if not "%code%"=="130" pause
exit /b %code%

:unpack
echo Please unzip the whole folder first, then start again from there.
chcp 936 >nul
echo 先把压缩包整个解压，再到解压出来的文件夹里双击“开始自查”。
pause
exit /b 1
