"""Calls the server with the C core of gRPC and prints what came back, one JSON object a line.

Usage: core_client.py ADDRESS STUBS, where STUBS is the folder with the generated interop_pb2 modules.
"""
import json
import sys
import time

import grpc

sys.path.insert(0, sys.argv[2])
import interop_pb2 as pb  # noqa: E402
import interop_pb2_grpc as stubs  # noqa: E402


def show(case, **facts):
    print(json.dumps({"case": case, **facts}), flush=True)


def failure(case, call):
    """Runs a call that has to fail and shows its status."""
    try:
        call()
        show(case, code="OK")
    except grpc.RpcError as error:
        trailers = {key: value for key, value in error.trailing_metadata() or ()}
        details = trailers.get("grpc-status-details-bin", b"")
        show(case, code=error.code().name, message=error.details(), details="TOLD_TO" if b"TOLD_TO" in details else "")


def main():
    options = [("grpc.max_receive_message_length", -1), ("grpc.enable_http_proxy", 0)]
    with grpc.insecure_channel(sys.argv[1], options=options) as channel:
        stub = stubs.InteropStub(channel)
        show("unary", text=stub.Unary(pb.Instruction(text="from python ü")).text)

        replies = list(stub.ServerStream(pb.Instruction(replies=2000, reply_size=100)))
        show("server", numbers=[reply.number for reply in replies] == list(range(2000)))

        reply = stub.ClientStream(iter([pb.Instruction(payload=b"x" * i) for i in range(100)]))
        show("client", number=reply.number, size=reply.total_size)

        answers = stub.Duplex(iter([pb.Instruction(text=str(i)) for i in range(100)]))
        show("duplex", texts=[answer.text for answer in answers] == [str(i) for i in range(100)])

        large = stub.Unary(pb.Instruction(payload=b"x" * 3_000_000, reply_size=10_000_000))
        show("large", sent=large.total_size, received=len(large.payload))

        reply, call = stub.Unary.with_call(
            pb.Instruction(), metadata=(("echo-text", "a"), ("echo-bytes-bin", b"\x00\xff"), ("echo-trailer-bin", b"\x01"))
        )
        headers, trailers = dict(call.initial_metadata()), dict(call.trailing_metadata())
        show(
            "metadata", text=headers["echo-text"], bytes=headers["echo-bytes-bin"].hex(), trailer=trailers["echo-trailer-bin"].hex()
        )

        gzip = stub.Unary(pb.Instruction(payload=b"x" * 50_000), compression=grpc.Compression.Gzip)
        show("gzip", sent=gzip.total_size)

        failure("details", lambda: stub.Unary(pb.Instruction(fail_code=9, fail_message="100 % wrong: ü", fail_with_details=True)))
        failure("unknown", lambda: stub.Unary(pb.Instruction(throw_plain=True)))
        failure("midstream", lambda: list(stub.ServerStream(pb.Instruction(replies=2, fail_code=15, fail_message="lost"))))
        failure("limit", lambda: stub.Unary(pb.Instruction(payload=b"x" * 5_000_000)))
        failure("unimplemented", lambda: channel.unary_unary("/tradewind.transport.tests.Interop/Nothing")(b""))
        failure("deadline", lambda: stub.Unary(pb.Instruction(hang=True), timeout=0.3))

        hanging = stub.ServerStream(pb.Instruction(replies=1, hang=True))
        next(hanging)
        hanging.cancel()
        failure("cancel", lambda: next(hanging))

        stream = stub.ServerStream(pb.Instruction(replies=300, reply_size=100_000))
        count = 0
        for _ in stream:
            count += 1
            if count == 1:
                time.sleep(1)  # a reader that is slow at first
        show("slow", count=count)


if __name__ == "__main__":
    main()
