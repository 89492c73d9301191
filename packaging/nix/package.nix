# SPDX-License-Identifier: MIT
{
  lib,
  stdenv,
  bash,
  cjson,
  cmocka,
  curl,
  ffmpeg,
  fish,
  fontconfig,
  gnuplot,
  kissfft,
  libdeflate,
  libsndfile,
  makeWrapper,
  mandoc,
  mpg123,
  openblas,
  parallel,
  perl,
  pkg-config,
  soxr,
  tmux,
  utf8proc,
  zsh,
}:
let
  # what pipelines and plot run
  programs = [ bash curl ffmpeg gnuplot mpg123 parallel perl ];
in
stdenv.mkDerivation {
  pname = "mgc";
  version = "0.4.0";
  src = lib.cleanSource ../..;

  strictDeps = true;
  nativeBuildInputs = [ makeWrapper pkg-config ];
  buildInputs = [
    bash
    cjson
    curl
    fontconfig
    (kissfft.override { datatype = "float"; })
    libdeflate
    libsndfile
    mpg123
    openblas
    perl
    soxr
    utf8proc
  ];
  nativeCheckInputs = [ cmocka fish mandoc tmux zsh ] ++ programs;

  postPatch = "patchShebangs .";
  makeFlags = [ "PREFIX=${placeholder "out"}" ];
  enableParallelBuilding = true;
  doCheck = true;
  checkTarget = "run-check";
  postInstall = ''
    for program in mgc mgc-plot mgc-decode; do
      wrapProgram $out/bin/$program --prefix PATH : ${lib.makeBinPath programs}
    done
  '';

  meta = {
    description = "Music genre classification by small programs in a pipeline";
    license = lib.licenses.mit;
    mainProgram = "mgc";
    platforms = lib.platforms.unix;
  };
}
