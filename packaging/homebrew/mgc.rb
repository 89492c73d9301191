# SPDX-License-Identifier: MIT
# For Homebrew: put it into a tap ("brew tap-new me/mgc"), with MGC_TAR naming the archive that "make release"
# makes, for there is no address yet to have it from. Homebrew has no kissfft: it is built first and linked in.
# Untried: only its syntax has been looked at.
class Mgc < Formula
  desc "Music genre classification by small programs in a pipeline"
  homepage "file://#{ENV["MGC_TAR"]}"
  url "file://#{ENV["MGC_TAR"]}"
  version "0.4.0"
  license all_of: ["MIT", "BSD-3-Clause"]

  # the tests are run by the build
  depends_on "cmocka" => :build
  depends_on "fish" => :build
  depends_on "make" => :build
  depends_on "mandoc" => :build
  depends_on "pkgconf" => :build
  depends_on "tmux" => :build
  depends_on "zsh" => :build
  depends_on "bash"
  depends_on "cjson"
  depends_on "curl"
  depends_on "fontconfig"
  depends_on "gnuplot"
  depends_on "libdeflate"
  depends_on "libsndfile"
  depends_on "libsoxr"
  depends_on "mpg123"
  depends_on "openblas"
  depends_on "perl"
  depends_on "utf8proc"
  depends_on "ffmpeg" => :optional
  depends_on "parallel" => :optional

  resource "kissfft" do
    url "https://deb.debian.org/debian/pool/main/k/kissfft/kissfft_131.1.0.orig.tar.gz"
    sha256 "76c1aac87ddb7258f34b08a13f0eebf9e53afa299857568346aa5c82bcafaf1a"
  end

  def install
    resource("kissfft").stage do
      system "gmake", "KISSFFT_DATATYPE=float", "KISSFFT_STATIC=1", "KISSFFT_TOOLS=0",
             "PREFIX=#{buildpath}/kissfft", "all", "install"
      pkgshare.install "COPYING" => "COPYING.kissfft"
    end
    ENV.prepend_path "PKG_CONFIG_PATH", buildpath/"kissfft/lib/pkgconfig"
    system "gmake", "PREFIX=#{prefix}"
    system "gmake", "PREFIX=#{prefix}", "run-check"
    system "gmake", "PREFIX=#{prefix}", "install"
  end

  test do
    system bin/"mgc", "demo", "--no-play", "-o", testpath/"demo.png"
    assert_equal "\x89PNG".b, File.binread(testpath/"demo.png", 4)
    (testpath/"music").mkpath
    cp pkgshare/"song/prelude.mp3", testpath/"music/a song.mp3"
    system bin/"mgc", "classify", "-o", "genres.csv", "music"
    assert_match(/^music\/a song\.mp3,.*,ok,/, File.read("genres.csv"))
  end
end
