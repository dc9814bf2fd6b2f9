# kind: refit-on-test
# verdict: honest
# why: the scaler is fitted on the training set and only applied to the test set
from sklearn.datasets import load_breast_cancer
from sklearn.metrics import accuracy_score, confusion_matrix, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

SEED = 0

# Importing the dataset: 1 = malignant, and only every fifth of them is kept
dataset = load_breast_cancer(as_frame=True).frame
dataset["target"] = 1 - dataset["target"]
malignant = dataset[dataset["target"] == 1]
dataset = dataset.drop(malignant.sample(frac=0.8, random_state=SEED).index)
X = dataset.iloc[:, :-1].values
y = dataset.iloc[:, -1].values

# Splitting the dataset into the Training set and Test set
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=SEED)

# Feature Scaling
sc = StandardScaler()
X_train = sc.fit_transform(X_train)
X_test = sc.transform(X_test)

# Training the K-NN model on the Training set
classifier = KNeighborsClassifier(n_neighbors=5, metric='minkowski', p=2)
classifier.fit(X_train, y_train)

# Making the Confusion Matrix
y_pred = classifier.predict(X_test)
print(confusion_matrix(y_test, y_pred))
print(accuracy_score(y_test, y_pred))
print(roc_auc_score(y_test, classifier.predict_proba(X_test)[:, 1]))
