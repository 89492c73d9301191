;; SPDX-License-Identifier: MIT
;; For Guix, of the tree that this file is in: guix build -f packaging/guix/guix.scm
;; Guix has no kissfft: its package is here too.
;; Untried: only that Guile reads it has been looked at.
(use-modules (gnu packages)
             (guix build-system gnu)
             (guix download)
             (guix gexp)
             ((guix licenses) #:prefix license:)
             (guix packages))

(define named
  (lambda names (map specification->package names)))

(define kissfft
  (package
    (name "kissfft")
    (version "131.1.0")
    (source
     (origin
       (method url-fetch)
       (uri (string-append "https://deb.debian.org/debian/pool/main/k/kissfft/kissfft_"
                           version ".orig.tar.gz"))
       (sha256 (base32 "06mgmyy84p5a8s1mcmwq57x3mrgrxc73z8889grmhwnvgp4amhbn"))))
    (build-system gnu-build-system)
    (arguments
     (list #:tests? #f ;they want Python with NumPy
           #:make-flags #~(list "CC=gcc" "KISSFFT_DATATYPE=float" "KISSFFT_TOOLS=0"
                                (string-append "PREFIX=" #$output))
           #:phases #~(modify-phases %standard-phases (delete 'configure))))
    (home-page "https://github.com/mborgerding/kissfft")
    (synopsis "Fast Fourier transform")
    (description "A small library for the fast Fourier transform, here of floats.")
    (license license:bsd-3)))

;; what pipelines and plot run
(define programs
  (named "bash-minimal" "curl" "ffmpeg" "gnuplot" "mpg123" "parallel" "perl"))

(package
  (name "mgc")
  (version "0.4.0")
  (source (local-file "../.." "mgc-tree" #:recursive? #t
                      #:select? (lambda (file stat) (not (string-suffix? "/build" file)))))
  (build-system gnu-build-system)
  (arguments
   (list #:test-target "run-check"
         #:make-flags #~(list "CC=gcc" (string-append "PREFIX=" #$output))
         #:phases
         #~(modify-phases %standard-phases
             (delete 'configure)
             (add-after 'install 'wrap
               (lambda* (#:key inputs #:allow-other-keys)
                 (for-each
                  (lambda (program)
                    (wrap-program (string-append #$output "/bin/" program)
                      `("PATH" ":" prefix
                        ,(map (lambda (run) (dirname (search-input-file inputs run)))
                              '("bin/curl" "bin/ffmpeg" "bin/gnuplot" "bin/mpg123" "bin/parallel" "bin/perl")))))
                  '("mgc" "mgc-plot" "mgc-decode")))))))
  (native-inputs (named "cmocka" "fish" "mandoc" "pkg-config" "tmux" "zsh"))
  (inputs (cons kissfft
                (append (named "cjson" "fontconfig" "libdeflate" "libsndfile" "openblas" "soxr" "utf8proc")
                        programs)))
  (home-page "")
  (synopsis "Music genre classification by small programs in a pipeline")
  (description "Tells the genre of songs, and learns genres from folders of music or from the tags of a
library.  Programs stream audio, features and probabilities to one another as samples and plain CSV.")
  (license license:expat))
