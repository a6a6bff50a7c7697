"""boto3, which also compares every answer with botocore's own service model: this is the one client that has it."""

from datetime import datetime, timezone
import json
import re

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.utils import parse_timestamp
from botocore.validate import ParamValidator

from lines import serve

clients = {}
surprises = []


def answer(question):
    client = client_for(question["address"])
    operation = client.meta.service_model.operation_model(question["operation"])
    arguments = {name: to_boto3(operation, name, value) for name, value in question["input"].items()}
    if question.get("paginate"):
        pages = client.get_paginator("list_profile_times").paginate(**arguments)
        return {"starts": [to_neutral(time["start"]) for page in pages for time in page["profileTimes"]]}
    surprises.clear()
    try:
        output = getattr(client, method_of(client, operation.name))(**arguments)
    except ClientError as error:
        details = error.response["Error"]
        return {
            "status": error.response["ResponseMetadata"]["HTTPStatusCode"],
            "error": {"code": details["Code"], "message": details["Message"]},
        }
    status = output.pop("ResponseMetadata")["HTTPStatusCode"]
    output = {name: value.read() if hasattr(value, "read") else value for name, value in output.items()}
    complaints = surprises + missing_members(operation, output)
    return {"status": status, "output": to_neutral(output), "complaints": complaints}


def client_for(address):
    key = (address["endpoint"], address["secretAccessKey"])
    if key not in clients:
        clients[key] = boto3.client(
            "codeguruprofiler",
            endpoint_url=address["endpoint"],
            region_name=address["region"],
            aws_access_key_id=address["accessKeyId"],
            aws_secret_access_key=address["secretAccessKey"],
            config=Config(retries={"total_max_attempts": 1}),
        )
        clients[key].meta.events.register("after-call.codeguruprofiler.*", look_at_body)
    return clients[key]


def method_of(client, operation):
    names = {wire: python for python, wire in client.meta.method_to_api_mapping.items()}
    return names[operation]


def to_boto3(operation, name, value):
    shape = operation.input_shape.members.get(name)
    return parse_timestamp(value) if shape is not None and shape.type_name == "timestamp" else value


def to_neutral(value):
    if isinstance(value, datetime):
        return value.astimezone(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if isinstance(value, dict):
        return {name: to_neutral(member) for name, member in value.items()}
    if isinstance(value, list):
        return [to_neutral(item) for item in value]
    return value


def missing_members(operation, output):
    """Required members, types and least lengths: botocore's validator of inputs, turned on the output."""
    if operation.output_shape is None:
        return []
    report = ParamValidator().validate(output, operation.output_shape).generate_report()
    return report.split("\n") if report else []


def look_at_body(http_response, model, **_):
    """What botocore passes over in silence: members that it does not know, and values outside of their constraints."""
    shape = model.output_shape
    if http_response.status_code >= 300 or shape is None:
        return
    payload = shape.serialization.get("payload")
    shape = shape.members[payload] if payload else shape
    if shape.type_name == "structure" and http_response.content:
        compare(json.loads(http_response.content), shape, model.name)


def compare(value, shape, place):
    if shape.type_name == "structure":
        for name, member in value.items():
            if name not in shape.members:
                surprises.append("%s.%s is not in the service model" % (place, name))
            elif member is None:
                surprises.append("%s.%s is null; leave it out" % (place, name))
            else:
                compare(member, shape.members[name], "%s.%s" % (place, name))
    elif shape.type_name == "list":
        for index, item in enumerate(value):
            compare(item, shape.member, "%s[%d]" % (place, index))
    elif shape.type_name == "map":
        for key, item in value.items():
            compare(key, shape.key, "%s, the key %r," % (place, key))
            compare(item, shape.value, "%s[%r]" % (place, key))
    if shape.type_name in ("list", "string") and len(value) > shape.metadata.get("max", len(value)):
        surprises.append("%s is longer than %d" % (place, shape.metadata["max"]))
    if shape.type_name == "string" and not fits(value, shape.metadata):
        surprises.append("%s is %r, against its pattern or enum" % (place, value))


def fits(text, metadata):
    return text in metadata.get("enum", [text]) and re.fullmatch(metadata.get("pattern", ".*"), text, re.DOTALL)


serve(answer)
