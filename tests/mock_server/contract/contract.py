"""The OpenAPI file as a judge: which operation an exchange belongs to, and whether its answer is as documented."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

DOCUMENT_PATH = Path(__file__).parents[3] / "mock-server" / "openapi.json"
_DOCUMENT_URI = "urn:hufu:openapi"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]  # names in lower case
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode("utf-8")

    def json(self):
        return json.loads(self.content)


class Contract:
    def __init__(self, path: Path = DOCUMENT_PATH):
        self.document = json.loads(path.read_text("utf-8"))
        resource = Resource(contents=self.document, specification=DRAFT202012)
        self._registry = Registry().with_resource(_DOCUMENT_URI, resource)
        self.seen: set[tuple[str, str, str]] = set()  # method, pattern, status as documented

    def operations(self) -> set[tuple[str, str]]:
        return {
            (method.upper(), pattern)
            for pattern, item in self.document["paths"].items()
            for method in item
        }

    def documented(self) -> set[tuple[str, str, str]]:
        return {
            (method, pattern, status)
            for method, pattern in self.operations()
            for status in self._operation(method, pattern)["responses"]
        }

    def check(self, method: str, pattern: str, answer: Answer) -> None:
        """Raises AssertionError that says what about the answer is not as documented."""
        responses = self._operation(method, pattern)["responses"]
        status = str(answer.status) if str(answer.status) in responses else "default"
        where = f"{method} {pattern} → {answer.status}"
        assert status in responses, f"{where}: not documented: {answer.content[:300]!r}"
        if status == "default":
            assert answer.status >= 400, f"{where}: a success that is not documented"
        self.seen.add((method, pattern, status))
        response = self._resolve(responses[status])
        self._check_headers(where, response, answer)
        self._check_body(where, response, answer)

    def check_error(self, answer: Answer) -> None:
        """For what belongs to no operation: 404 and 405."""
        self._validate(
            "an error", {"$ref": f"{_DOCUMENT_URI}#/components/schemas/Error"}, answer.json()
        )

    def check_request(self, method: str, pattern: str, body) -> None:
        """What a walk means to be a good request has to be one by the file's own words."""
        content = self._operation(method, pattern).get("requestBody", {}).get("content", {})
        if "application/json" in content:
            self._validate(
                f"the request {method} {pattern}", content["application/json"]["schema"], body
            )

    def _operation(self, method: str, pattern: str):
        item = self.document["paths"].get(pattern, {})
        assert method.lower() in item, f"{method} {pattern} is not in the file"
        return item[method.lower()]

    def _resolve(self, node):
        while "$ref" in node:
            target = self.document
            for step in node["$ref"].removeprefix("#/").split("/"):
                target = target[step]
            node = target
        return node

    def _check_headers(self, where: str, response, answer: Answer) -> None:
        for name, header in response.get("headers", {}).items():
            header = self._resolve(header)
            value = answer.headers.get(name.lower())
            if value is None:
                assert not header.get("required"), f"{where}: the header {name} is missing"
            else:
                self._validate(f"{where}: the header {name}", header["schema"], value)

    def _check_body(self, where: str, response, answer: Answer) -> None:
        content = response.get("content")
        if content is None:
            assert answer.content == b"", f"{where}: a body where none is documented"
            return
        media_type = re.split(r"\s*;", answer.headers.get("content-type", ""))[0]
        assert media_type in content, (
            f"{where}: content type {media_type!r}, documented {list(content)}"
        )
        schema = content[media_type].get("schema")
        if schema is None:  # a picture
            return
        is_text = schema.get("type") == "string"
        self._validate(where, schema, answer.text if is_text else answer.json())

    def _validate(self, where: str, schema, value) -> None:
        # Local references resolve against the whole file, so the schema is judged as a part of it.
        rooted = _with_absolute_references(schema)
        validator = Draft202012Validator(
            rooted, registry=self._registry, format_checker=Draft202012Validator.FORMAT_CHECKER
        )
        problems = [
            f"{'/'.join(map(str, e.absolute_path)) or '(whole)'}: {e.message}"
            for e in validator.iter_errors(value)
        ]
        assert not problems, f"{where}: {problems}"


def _with_absolute_references(node):
    if isinstance(node, dict):
        return {
            key: _DOCUMENT_URI + value
            if key == "$ref" and value.startswith("#")
            else _with_absolute_references(value)
            for key, value in node.items()
        }
    if isinstance(node, list):
        return [_with_absolute_references(entry) for entry in node]
    return node
