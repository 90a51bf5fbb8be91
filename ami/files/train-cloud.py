"""A simulated cloud for train: the calls of Amazon SQS, DynamoDB and S3 that one worker needs to copy one object.

Writes its port on 127.0.0.1 to the first file, and creates the second file when the object is copied and its message is
deleted.
"""

import hashlib
import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

CONTENT = b"x" * 1000
DIGEST = hashlib.md5(CONTENT).hexdigest()
MESSAGE = json.dumps({"type": "object", "key": "a", "size": len(CONTENT), "etag": DIGEST})
EMPTY = b"<ListBucketResult><KeyCount>0</KeyCount><IsTruncated>false</IsTruncated></ListBucketResult>"

messages = [
    {
        "MessageId": "1",
        "ReceiptHandle": "1",
        "Body": MESSAGE,
        "MD5OfBody": hashlib.md5(MESSAGE.encode()).hexdigest(),
        "Attributes": {"ApproximateReceiveCount": "1", "SentTimestamp": "1"},
    }
]


def answer_of(action, asked, host):
    if action == "GetQueueUrl":
        return {"QueueUrl": f"http://{host}/0/{asked['QueueName']}"}
    if action == "GetQueueAttributes":
        return {"Attributes": {"QueueArn": "arn:aws:sqs:eu-west-1:000000000000:queue", "VisibilityTimeout": "120"}}
    if action == "ReceiveMessage":
        if messages:
            return {"Messages": [messages.pop()]}
        time.sleep(1)
    if action == "DeleteMessageBatch":
        open(sys.argv[2], "w", encoding="ascii").close()
        return {"Successful": [{"Id": entry["Id"]} for entry in asked["Entries"]], "Failed": []}
    return {}


class Cloud(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def handle(self):
        try:
            super().handle()
        except ConnectionError:
            # A worker that ends drops its request for messages.
            pass

    def body(self):
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def answer(self, body, kind, **headers):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_POST(self):
        asked = json.loads(self.body())
        action = self.headers["X-Amz-Target"].split(".")[-1]
        answer = answer_of(action, asked, self.headers["Host"])
        self.answer(json.dumps(answer).encode(), "application/x-amz-json-1.0")

    def do_GET(self):
        if "list-type=2" in self.path:
            self.answer(EMPTY, "application/xml")
        else:
            date = self.date_time_string(0)
            self.answer(CONTENT, "binary/octet-stream", ETag=f'"{DIGEST}"', Last_Modified=date)

    do_HEAD = do_GET

    def do_PUT(self):
        self.body()
        self.answer(b"", "application/xml", ETag=f'"{DIGEST}"')

    def log_message(self, *args):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Cloud)
with open(sys.argv[1], "w", encoding="ascii") as file:
    file.write(str(server.server_port))
server.serve_forever()
