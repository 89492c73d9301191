# SPDX-License-Identifier: MIT
# Makes learners.csv, rows of three made-up classes in five folds, and learners-scores.csv, what
# scikit-learn (1.2.1, Debian 12) says of each fold: learners.py FOLDER
import csv
import sys

import numpy as np
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

rng = np.random.default_rng(2026)
sizes, names, n = (110, 60, 30), ("jazz", "metal", "rock"), 6
means, mix = rng.normal(0, 0.9, (3, n)), rng.normal(0, 1, (n, n)) / 2 + np.eye(n)
x = np.concatenate([m + rng.normal(0, 1, (k, n)) @ mix for m, k in zip(means, sizes)]).round(4)
y = np.repeat(names, sizes)
fold = np.concatenate([np.arange(k) % 5 for k in sizes])
with open(sys.argv[1] + "/learners.csv", "w", newline="") as f:
    out = csv.writer(f, lineterminator="\n")
    out.writerow(["track", "label", "fold"] + ["x%d" % i for i in range(n)])
    for i in range(len(y)):
        out.writerow(["s%d" % i, y[i], fold[i], *x[i]])
equal = [1 / 3] * 3
learners = {
    "logistic": LogisticRegression(C=1 / 3, class_weight="balanced", tol=1e-8, max_iter=5000),
    "logistic-priors": LogisticRegression(C=1 / 3, tol=1e-8, max_iter=5000),
    "lda": LinearDiscriminantAnalysis(solver="lsqr", shrinkage=1e-6, priors=equal),
    "lda-priors": LinearDiscriminantAnalysis(solver="lsqr", shrinkage=1e-6),
    "lda-shrunk": LinearDiscriminantAnalysis(solver="lsqr", shrinkage=0.2, priors=equal),
}
with open(sys.argv[1] + "/learners-scores.csv", "w", newline="") as f:
    out = csv.writer(f, lineterminator="\n")
    out.writerow(["learner", "fold", "accuracy", "loss"])
    for name, learner in learners.items():
        for k in range(5):
            scaler = StandardScaler().fit(x[fold != k])
            learner.fit(scaler.transform(x[fold != k]), y[fold != k])
            p = learner.predict_proba(scaler.transform(x[fold == k]))
            truth = np.searchsorted(names, y[fold == k])
            loss = -np.log(p[np.arange(len(truth)), truth]).mean()
            out.writerow([name, k, "%.6f" % (p.argmax(1) == truth).mean(), "%.6f" % loss])
    for k in range(5):  # of a support vector machine only what it takes rows for
        scaler = StandardScaler().fit(x[fold != k])
        svm = SVC(C=1, class_weight="balanced").fit(scaler.transform(x[fold != k]), y[fold != k])
        right = svm.predict(scaler.transform(x[fold == k])) == y[fold == k]
        out.writerow(["svm-rbf", k, "%.6f" % right.mean(), ""])
