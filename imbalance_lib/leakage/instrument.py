"""Rewrites a program so that its own array work can be followed: indexing, arithmetic, calls, assignments.

Each wrapped expression does what it did before; the follower is told operands and result. Where anything goes wrong
in the follower, the program does not notice.
"""

import ast
from typing import Any

FOLLOWER = "__follow__"
UNTOUCHED = {"super", "locals", "globals", "vars", "dir", "eval", "exec", "print", "isinstance", "range", "enumerate",
             "zip", "type", "getattr", "setattr", "hasattr", "iter", "next", "open", "input", "display"}  # fmt: skip


class Rewriter(ast.NodeTransformer):
    """Wraps expressions in calls of the follower; line numbers stay."""

    def __init__(self) -> None:
        self.choosing: set[int] = set()

    def _call(self, name: str, node: ast.AST, *args: ast.expr) -> ast.expr:
        line = ast.Constant(getattr(node, "lineno", 0))
        function = ast.Attribute(ast.Name(FOLLOWER, ast.Load()), name, ast.Load())
        return ast.copy_location(ast.Call(function, [line, *args], []), node)

    def visit_Subscript(self, node: ast.Subscript) -> Any:
        self.generic_visit(node)
        if not isinstance(node.ctx, ast.Load):
            return node
        return self._call("subscript", node, node.value, _key(node.slice))

    def visit_BinOp(self, node: ast.BinOp) -> Any:
        self.generic_visit(node)
        return self._call("binary", node, ast.Constant(type(node.op).__name__), node.left, node.right)

    def visit_Compare(self, node: ast.Compare) -> Any:
        self.generic_visit(node)
        if len(node.ops) > 1 or not isinstance(node.ops[0], (ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq)):
            return node
        choosing = ast.Constant(id(node) in self.choosing)
        return self._call(
            "compare", node, ast.Constant(type(node.ops[0]).__name__), node.left, node.comparators[0], choosing
        )

    def visit_UnaryOp(self, node: ast.UnaryOp) -> Any:
        self.generic_visit(node)
        if isinstance(node.op, ast.Not):
            return node
        if isinstance(node.operand, ast.Constant):
            return node
        return self._call("unary", node, ast.Constant(type(node.op).__name__), node.operand)

    def visit_Attribute(self, node: ast.Attribute) -> Any:
        self.generic_visit(node)
        if not isinstance(node.ctx, ast.Load) or node.attr.startswith("__"):
            return node
        return self._call("attribute", node, node.value, ast.Constant(node.attr))

    def visit_Call(self, node: ast.Call) -> Any:
        plain = isinstance(node.func, ast.Name) and node.func.id in UNTOUCHED
        self.generic_visit(node)
        if plain:
            return node
        first = ast.Constant(node.lineno)
        function = ast.Attribute(ast.Name(FOLLOWER, ast.Load()), "call", ast.Load())
        return ast.copy_location(ast.Call(function, [first, node.func, *node.args], node.keywords), node)

    def visit_If(self, node: ast.If) -> Any:
        """An `if` whose branch stores something is a choice; its comparisons are told so."""
        stores = any(isinstance(n, (ast.Name, ast.Attribute, ast.Subscript)) and isinstance(n.ctx, ast.Store)
                     for part in (*node.body, *node.orelse) for n in ast.walk(part))  # fmt: skip
        if stores:
            self.choosing |= {id(n) for n in ast.walk(node.test) if isinstance(n, ast.Compare)}
        self.generic_visit(node)
        return node

    def visit_Assign(self, node: ast.Assign) -> Any:
        self.generic_visit(node)
        names = [t for target in node.targets for t in _names(target)]
        if names:
            node.value = self._call("store", node, ast.Constant(",".join(names)), node.value)
        return [node, *self._touched(node, node.targets)]

    def visit_AnnAssign(self, node: ast.AnnAssign) -> Any:
        if node.value is not None:
            node.value = self.visit(node.value)
        return node

    def visit_NamedExpr(self, node: ast.NamedExpr) -> Any:
        self.generic_visit(node)
        node.value = self._call("store", node, ast.Constant(node.target.id), node.value)
        return node

    def visit_AugAssign(self, node: ast.AugAssign) -> Any:
        self.generic_visit(node)
        target = node.target
        name = ast.copy_location(ast.Name(target.id, ast.Load()), node) if isinstance(target, ast.Name) else None
        if name is not None and isinstance(node.op, ast.Add):
            node.value = self._call("adding", node, name, node.value)
        if name is not None:
            told = self._call("store", node, ast.Constant(target.id), name)  # type: ignore[union-attr]
            return [node, ast.copy_location(ast.Expr(told), node)]
        return [node, *self._touched(node, [target])]

    def visit_Return(self, node: ast.Return) -> Any:
        self.generic_visit(node)
        if node.value is not None:
            node.value = self._call("store", node, ast.Constant("return"), node.value)
        return node

    def visit_Expr(self, node: ast.Expr) -> Any:
        """A bare method call may change its object: `df.drop(..., inplace=True)`."""
        call = node.value
        changed = None
        if (
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and isinstance(call.func.value, ast.Name)
        ):
            changed = call.func.value.id
        self.generic_visit(node)
        if changed is None:
            return node
        told = self._call("touch", node, ast.Constant(changed), ast.Name(changed, ast.Load()))
        return [node, ast.copy_location(ast.Expr(ast.copy_location(told, node)), node)]

    def _touched(self, node: ast.AST, targets: list[ast.expr]) -> list[ast.stmt]:
        """After `df["x"] = ...` or `X[:, 3] = ...`: the object as it is now."""
        told: list[ast.stmt] = []
        for target in targets:
            base = target
            while isinstance(base, (ast.Subscript, ast.Attribute)):
                base = base.value
            if isinstance(base, ast.Call):  # the base was rewritten: look for its first name
                found = [n for n in ast.walk(base) if isinstance(n, ast.Name) and n.id != FOLLOWER]
                base = found[0] if found else base
            if isinstance(target, (ast.Subscript, ast.Attribute)) and isinstance(base, ast.Name):
                load = ast.Name(base.id, ast.Load())
                told.append(ast.copy_location(ast.Expr(self._call("touch", node, ast.Constant(base.id), load)), node))
        return told

    def visit_arguments(self, node: ast.arguments) -> Any:
        node.defaults = [self.visit(d) for d in node.defaults]
        return node  # annotations stay as they are

    def visit_FunctionDef(self, node: ast.FunctionDef) -> Any:
        node.args = self.visit(node.args)
        start = 1 if ast.get_docstring(node, clean=False) is not None else 0
        body = self._body(node.body)
        given = [
            a.arg
            for a in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
            if a.arg not in ("self", "cls")
        ]
        told = [ast.copy_location(ast.Expr(self._given(node, name)), node) for name in given]
        node.body = [*body[:start], *told, *body[start:]]
        return node

    def _given(self, node: ast.AST, name: str) -> ast.expr:
        return self._call("touch", node, ast.Constant(name), ast.Name(name, ast.Load()))

    def visit_ClassDef(self, node: ast.ClassDef) -> Any:
        node.body = self._body(node.body)
        return node

    def _body(self, body: list[ast.stmt]) -> list[ast.stmt]:
        out: list[ast.stmt] = []
        for statement in body:
            new = self.visit(statement)
            out += new if isinstance(new, list) else [new]
        return out


def _key(key: ast.expr) -> ast.expr:
    """A slice as an expression: `a[1:2, 0]` becomes `(slice(1, 2, None), 0)`."""
    if isinstance(key, ast.Slice):
        parts = [part or ast.Constant(None) for part in (key.lower, key.upper, key.step)]
        made = ast.Attribute(ast.Name(FOLLOWER, ast.Load()), "slice", ast.Load())
        return ast.Call(made, parts, [])
    if isinstance(key, ast.Tuple):
        return ast.Tuple([_key(k) for k in key.elts], ast.Load())
    return key


def _names(target: ast.expr) -> list[str]:
    if isinstance(target, ast.Name):
        return [target.id]
    if isinstance(target, (ast.Tuple, ast.List)):
        return [name for t in target.elts for name in _names(t)]
    return []


def rewritten(source: str, file: str) -> ast.Module:
    """The program's syntax tree with the follower's calls in it."""
    tree = Rewriter().visit(ast.parse(source, file))
    return ast.fix_missing_locations(tree)
