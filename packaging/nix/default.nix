# SPDX-License-Identifier: MIT
# For Nix, of the tree that this file is in: nix-build packaging/nix
# Untried: only its syntax, and that it names what it takes, have been looked at.
{
  pkgs ? import <nixpkgs> { },
}:
pkgs.callPackage ./package.nix { }
