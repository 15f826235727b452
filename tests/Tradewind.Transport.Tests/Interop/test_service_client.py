"""Runs cases of the gRPC interoperability test descriptions with the C core of gRPC against a server.

Usage: test_service_client.py ADDRESS STUBS, where STUBS is the folder with the generated testing_pb2 modules. Reads the name of a
case a line, writes {"case": ..., "error": null or what went wrong} a line.
"""
import json
import sys
import threading

import grpc

sys.path.insert(0, sys.argv[2])
import testing_pb2 as pb  # noqa: E402
import testing_pb2_grpc as stubs  # noqa: E402

SIZES = [31415, 9, 2653, 58979]
METADATA = (("x-grpc-test-echo-initial", "test_initial_metadata_value"), ("x-grpc-test-echo-trailing-bin", b"\xab\xab\xab"))
SPECIAL_MESSAGE = "\t\ntest with whitespace\r\nand Unicode BMP \u263a and non-BMP \U0001f608\t\n"
CONCURRENT_CALLS = 200


def equal(expected, actual):
    assert expected == actual, f"expected {expected!r}, got {actual!r}"


def fails(code, call, message=None):
    try:
        call()
    except grpc.RpcError as error:
        equal(code, error.code())
        assert message is None or message == error.details(), f"message {error.details()!r}"
        return
    raise AssertionError(f"expected {code}, got OK")


def zeros(size):
    return pb.Payload(body=bytes(size))


def large_request(**fields):
    return pb.SimpleRequest(response_size=314159, payload=zeros(271828), **fields)


def is_large(response):
    equal(bytes(314159), response.payload.body)


def output_request(size, payload=None):
    return pb.StreamingOutputCallRequest(response_parameters=[pb.ResponseParameters(size=size)], payload=payload)


class Cases:
    def __init__(self, channel):
        self.stub = stubs.TestServiceStub(channel)
        self.unimplemented = stubs.UnimplementedServiceStub(channel)

    def empty_unary(self):
        equal(pb.Empty(), self.stub.EmptyCall(pb.Empty()))

    def large_unary(self):
        is_large(self.stub.UnaryCall(large_request()))

    def concurrent_large_unary(self):
        for call in [self.stub.UnaryCall.future(large_request()) for _ in range(CONCURRENT_CALLS)]:
            is_large(call.result())

    def client_compressed_unary(self):
        expects, expects_not = large_request(expect_compressed={"value": True}), large_request(expect_compressed={"value": False})
        fails(grpc.StatusCode.INVALID_ARGUMENT, lambda: self.stub.UnaryCall(expects))
        is_large(self.stub.UnaryCall(expects, compression=grpc.Compression.Gzip))
        is_large(self.stub.UnaryCall(expects_not))

    def server_compressed_unary(self):
        # grpcio does not show the marks of messages: the server's test looks at them.
        for compressed in (True, False):
            is_large(self.stub.UnaryCall(large_request(response_compressed={"value": compressed})))

    def client_streaming(self):
        requests = [pb.StreamingInputCallRequest(payload=zeros(size)) for size in (27182, 8, 1828, 45904)]
        equal(74922, self.stub.StreamingInputCall(iter(requests)).aggregated_payload_size)

    def client_compressed_streaming(self):
        # grpcio compresses all messages of a call or none: both messages go compressed, and a second call sends one plain.
        def requests(expected, *sizes):
            return (pb.StreamingInputCallRequest(expect_compressed={"value": expected}, payload=zeros(size)) for size in sizes)

        fails(grpc.StatusCode.INVALID_ARGUMENT, lambda: self.stub.StreamingInputCall(requests(True, 27182)))
        compressed = self.stub.StreamingInputCall(requests(True, 27182, 45904), compression=grpc.Compression.Gzip)
        equal(73086, compressed.aggregated_payload_size)
        equal(45904, self.stub.StreamingInputCall(requests(False, 45904)).aggregated_payload_size)

    def server_streaming(self):
        request = pb.StreamingOutputCallRequest(response_parameters=[pb.ResponseParameters(size=size) for size in SIZES])
        equal(SIZES, [len(response.payload.body) for response in self.stub.StreamingOutputCall(request)])

    def server_compressed_streaming(self):
        request = pb.StreamingOutputCallRequest(
            response_parameters=[
                pb.ResponseParameters(compressed={"value": True}, size=31415),
                pb.ResponseParameters(compressed={"value": False}, size=92653),
            ]
        )
        equal([31415, 92653], [len(response.payload.body) for response in self.stub.StreamingOutputCall(request)])

    def ping_pong(self):
        go = threading.Semaphore(0)

        def requests():
            for size, payload in zip(SIZES, (27182, 8, 1828, 45904)):
                go.acquire()
                yield output_request(size, zeros(payload))
            go.acquire()

        go.release()
        received = []
        for response in self.stub.FullDuplexCall(requests()):
            received.append(len(response.payload.body))
            go.release()
        equal(SIZES, received)

    def empty_stream(self):
        equal([], list(self.stub.FullDuplexCall(iter(()))))

    def cancel_after_begin(self):
        never = threading.Event()

        def requests():
            never.wait()
            yield from ()

        call = self.stub.StreamingInputCall.future(requests())
        call.cancel()
        equal(grpc.StatusCode.CANCELLED, call.code())
        never.set()

    def cancel_after_first_response(self):
        never = threading.Event()

        def requests():
            yield output_request(31415, zeros(27182))
            never.wait()

        call = self.stub.FullDuplexCall(requests())
        equal(31415, len(next(call).payload.body))
        call.cancel()
        fails(grpc.StatusCode.CANCELLED, lambda: next(call))
        never.set()

    def timeout_on_sleeping_server(self):
        never = threading.Event()

        def requests():
            yield pb.StreamingOutputCallRequest(payload=zeros(27182))
            never.wait()

        fails(grpc.StatusCode.DEADLINE_EXCEEDED, lambda: list(self.stub.FullDuplexCall(requests(), timeout=0.001)))
        never.set()

    def custom_metadata(self):
        def echoed(call):
            equal("test_initial_metadata_value", dict(call.initial_metadata())["x-grpc-test-echo-initial"])
            equal(b"\xab\xab\xab", dict(call.trailing_metadata())["x-grpc-test-echo-trailing-bin"])

        response, unary = self.stub.UnaryCall.with_call(large_request(), metadata=METADATA)
        is_large(response)
        echoed(unary)
        duplex = self.stub.FullDuplexCall(iter([output_request(314159, zeros(271828))]), metadata=METADATA)
        equal([314159], [len(response.payload.body) for response in duplex])
        echoed(duplex)

    def status_code_and_message(self):
        status = {"code": 2, "message": "test status message"}
        unary = pb.SimpleRequest(response_status=status)
        fails(grpc.StatusCode.UNKNOWN, lambda: self.stub.UnaryCall(unary), "test status message")
        duplex = iter([pb.StreamingOutputCallRequest(response_status=status)])
        fails(grpc.StatusCode.UNKNOWN, lambda: list(self.stub.FullDuplexCall(duplex)), "test status message")

    def special_status_message(self):
        request = pb.SimpleRequest(response_status={"code": 2, "message": SPECIAL_MESSAGE})
        fails(grpc.StatusCode.UNKNOWN, lambda: self.stub.UnaryCall(request), SPECIAL_MESSAGE)

    def unimplemented_method(self):
        fails(grpc.StatusCode.UNIMPLEMENTED, lambda: self.stub.UnimplementedCall(pb.Empty()))

    def unimplemented_service(self):
        fails(grpc.StatusCode.UNIMPLEMENTED, lambda: self.unimplemented.UnimplementedCall(pb.Empty()))


def main():
    with grpc.insecure_channel(sys.argv[1], options=[("grpc.enable_http_proxy", 0)]) as channel:
        cases = Cases(channel)
        for line in sys.stdin:
            name, error = line.strip(), None
            try:
                getattr(cases, name)()
            except Exception as e:  # whatever goes wrong is the outcome of the case
                error = f"{type(e).__name__}: {e}"
            print(json.dumps({"case": name, "error": error}), flush=True)


if __name__ == "__main__":
    main()
