"""The file itself, and the routes it speaks of."""

from openapi_spec_validator import validate

from contract import DOCUMENT_PATH


def test_the_file_is_openapi_3_1(contract):
    assert contract.document["openapi"] == "3.1.0"
    validate(contract.document)


def test_the_routes_of_the_server_are_the_operations_of_the_file(api, contract):
    routes = {(entry["method"], entry["route"]) for entry in api.control("GET /routes")["routes"]}
    assert routes == contract.operations()


def test_the_server_serves_the_file(api):
    assert api.call("GET /openapi.json", 200).text == DOCUMENT_PATH.read_text("utf-8")


def test_every_operation_has_a_name_of_its_own_and_a_default(contract):
    operations = [
        operation for item in contract.document["paths"].values() for operation in item.values()
    ]
    names = [operation["operationId"] for operation in operations]
    assert len(names) == len(set(names))
    assert all("default" in operation["responses"] for operation in operations)


def test_an_unknown_path_and_an_unknown_method_answer_with_an_error(api, contract):
    answer = api.send("GET", "/no/such/path")
    assert answer.status == 404
    contract.check_error(answer)
    answer = api.send("DELETE", "/api/user/profile")
    assert answer.status == 405
    assert answer.headers["allow"] == "GET, PUT"
    contract.check_error(answer)


def test_ready_within_200_ms(program, contract):
    from server import RunningServer

    times = []
    for _ in range(3):
        server = RunningServer(program)
        times.append(server.ready_after_s)
        assert server.stop() == 0
    assert min(times) < 0.2
