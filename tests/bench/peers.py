# SPDX-License-Identifier: MIT
"""How long librosa's way to the original's features takes in numpy, warm, on one thread.

peers.py RAW: of float samples at 22050 Hz, the median of milliseconds of CPU over some runs.
The order of work is librosa's: whole spectrograms, then each feature over them; no tuning is
estimated, so this does somewhat less than librosa or we do.
"""
import os
import sys
import time

os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1")
import numpy as np

RATE, HOP = 22050, 512


def hz_to_mel(hz):
    return np.where(hz < 1000, hz * 3 / 200, 15 + np.log(np.maximum(hz, 1) / 1000) / (np.log(6.4) / 27))


def mel_to_hz(mel):
    return np.where(mel < 15, mel * 200 / 3, 1000 * np.exp((mel - 15) * np.log(6.4) / 27))


def power(samples, size):
    padded = np.pad(samples, size // 2, mode="reflect")
    frames = np.lib.stride_tricks.sliding_window_view(padded, size)[::HOP]
    return np.abs(np.fft.rfft(frames * np.hanning(size + 1)[:-1].astype("f4"))).astype("f4") ** 2


def mel_bank(size, bands):
    edges = mel_to_hz(np.linspace(0, hz_to_mel(np.array(RATE / 2.0)), bands + 2))
    hz = np.arange(size // 2 + 1) * RATE / size
    up = (hz - edges[:-2, None]) / np.diff(edges)[:-1, None]
    down = (edges[2:, None] - hz) / np.diff(edges)[1:, None]
    return (np.maximum(0, np.minimum(up, down)) * (2 / (edges[2:] - edges[:-2]))[:, None]).astype("f4")


def chroma_bank(size):
    note = 12 * np.log2(np.maximum(np.arange(size // 2 + 1), 0.1) * RATE / size / 27.5)
    away = (note - np.arange(12)[:, None] + 6) % 12 - 6
    return np.exp(-0.5 * (2 * away) ** 2).astype("f4")


def moments(rows):
    mean, std = rows.mean(-1), rows.std(-1)
    z = (rows - mean[..., None]) / np.maximum(std, 1e-9)[..., None]
    return np.stack([mean, std, (z**3).mean(-1), (z**4).mean(-1)])


MEL, CHROMA = mel_bank(2048, 128), chroma_bank(2048)
DCT = np.cos(np.pi / 128 * (np.arange(128) + 0.5) * np.arange(20)[:, None]).astype("f4")


def tempo(onsets):
    padded = np.pad(onsets, 192)
    windows = np.lib.stride_tricks.sliding_window_view(padded, 384) * np.hanning(384)
    spectrum = np.abs(np.fft.rfft(windows, 768)) ** 2
    return np.fft.irfft(spectrum)[:, :384].mean(0)[1:].argmax()


def features(samples):
    spectrum = power(samples, 2048)
    mel = 10 * np.log10(np.maximum(spectrum @ MEL.T, 1e-10))
    mfcc = DCT @ mel.T
    chroma = CHROMA @ spectrum.T
    chroma = chroma / np.maximum(chroma.max(0), 1e-9)
    magnitude = np.sqrt(spectrum)
    hz = np.arange(1025, dtype="f4") * RATE / 2048
    centroid = magnitude @ hz / np.maximum(magnitude.sum(1), 1e-9)
    rolled = np.cumsum(magnitude, 1)
    rolloff = hz[(rolled < 0.85 * rolled[:, -1:]).sum(1).clip(max=1024)]
    frames = np.lib.stride_tricks.sliding_window_view(np.pad(samples, 1024), 2048)[::HOP]
    rms = np.sqrt((frames**2).mean(1))
    zcr = (np.signbit(frames[:, 1:]) != np.signbit(frames[:, :-1])).mean(1)
    flux = np.maximum(0, np.diff(mel, axis=0)).mean(1)
    n = len(flux)
    rows = np.vstack([mfcc[:, :n], chroma.mean(0)[None, :n], centroid[None, :n], rolloff[None, :n], rms[None, :n], zcr[None, :n], flux[None]])
    return moments(rows), tempo(flux)


song = np.fromfile(sys.argv[1], "<f4")
times = []
for _ in range(6):
    begin = time.process_time()
    features(song)
    times.append(time.process_time() - begin)
print(sorted(times[1:])[2] * 1e3)
