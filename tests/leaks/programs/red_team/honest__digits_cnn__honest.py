# kind: duplicates
# verdict: honest
# why: images are split first and only the training images are shifted
import numpy as np
import torch
import torch.nn.functional as F
from sklearn.datasets import load_digits
from sklearn.metrics import average_precision_score, f1_score
from sklearn.model_selection import train_test_split
from torch import nn
from torch.utils.data import DataLoader, Dataset

SEED = 0
torch.manual_seed(SEED)


class Eights(Dataset):
    def __init__(self, images, labels, shift=False):
        self.images, self.labels, self.shift = images, labels, shift

    def __len__(self):
        return len(self.images)

    def __getitem__(self, i):
        x = self.images[i]
        if self.shift:
            x = np.roll(x, np.random.randint(-1, 2), axis=1)
        return torch.tensor(x[None] / 16, dtype=torch.float32), torch.tensor(self.labels[i], dtype=torch.float32)


class CNN(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 8, 3, padding=1)
        self.out = nn.Linear(8 * 16, 1)

    def forward(self, x):
        return self.out(F.max_pool2d(F.relu(self.conv(x)), 2).flatten(1)).squeeze(1)


data = load_digits()
y = (data.target == 8).astype(int)
Xa, Xb, ya, yb = train_test_split(data.images, y, test_size=.3, stratify=y, random_state=SEED)
train, test = DataLoader(Eights(Xa, ya, True), 64, shuffle=True), DataLoader(Eights(Xb, yb), 256)
net = CNN()
opt = torch.optim.SGD(net.parameters(), .2, momentum=.9)
for epoch in range(5):
    total = 0
    for x, t in train:
        loss = F.binary_cross_entropy_with_logits(net(x), t)
        opt.zero_grad(); loss.backward(); opt.step()
        total += loss.item()
    print(epoch, total / len(train))
net.eval()
S, T = [], []
with torch.inference_mode():
    for x, t in test:
        S += torch.sigmoid(net(x)).tolist()
        T += t.int().tolist()
print("AP", average_precision_score(T, S), "F1", f1_score(T, np.array(S) > .5))
