# kind: honest
# verdict: honest
# why: TF-IDF vocabulary is learned from the training texts of the pipeline only
import random
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import f1_score, average_precision_score
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.pipeline import Pipeline

SEED = 0
rnd = random.Random(SEED)
common = "the order arrived yesterday and box was fine please send invoice thanks colour size shop phone light table".split()
angry = "refund broken terrible lawyer complaint never again scam".split()

def mail(bad):
    words = [rnd.choice(common) for _ in range(rnd.randint(8, 25))]
    for _ in range(rnd.choice([0, 1, 2]) if bad else rnd.choice([0, 0, 0, 0, 1])):
        words.insert(rnd.randrange(len(words)), rnd.choice(angry))
    return " ".join(words) + f" nr{rnd.randint(0, 9999)}"

target = [int(rnd.random() < .1) for _ in range(1500)]
texts = [mail(t) for t in target]
train_x, test_x, train_y, test_y = train_test_split(texts, target, test_size=0.3, stratify=target, random_state=SEED)
pipe = Pipeline([("tfidf", TfidfVectorizer(min_df=2)), ("sgd", SGDClassifier(loss="log_loss", class_weight="balanced", random_state=SEED))])
gs = GridSearchCV(pipe, {"tfidf__ngram_range": [(1, 1), (1, 2)], "sgd__alpha": [1e-4, 1e-3]}, cv=3, scoring="average_precision")
gs.fit(train_x, train_y)
print(gs.best_params_, gs.best_score_)
print("F1", f1_score(test_y, gs.predict(test_x)), "AP", average_precision_score(test_y, gs.predict_proba(test_x)[:, 1]))
