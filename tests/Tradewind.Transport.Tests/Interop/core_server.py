"""A server on the C core of gRPC that does what requests tell it to; prints its port, ends when its input is closed.

Usage: core_server.py STUBS, where STUBS is the folder with the generated interop_pb2 modules.
"""
import concurrent.futures
import sys
import threading

import grpc

sys.path.insert(0, sys.argv[1])
import interop_pb2 as pb  # noqa: E402
import interop_pb2_grpc as stubs  # noqa: E402


def obey(request, context):
    if request.fail_with_details:
        context.set_trailing_metadata((("grpc-status-details-bin", request.payload),))
    if request.fail_code:
        code = next(code for code in grpc.StatusCode if code.value[0] == request.fail_code)
        context.abort(code, request.fail_message)
    if request.throw_plain:
        raise ValueError("a plain failure")
    if request.hang:
        ended = threading.Event()
        if context.add_callback(ended.set):
            ended.wait()


def echo(context):
    metadata = context.invocation_metadata()
    context.send_initial_metadata(tuple((key, value) for key, value in metadata if key.startswith("echo-head")))
    context.set_trailing_metadata(tuple((key, value) for key, value in metadata if key.startswith("echo-trail")))


class Interop(stubs.InteropServicer):
    def Unary(self, request, context):
        echo(context)
        obey(request, context)
        return pb.Reply(text=request.text, payload=b"x" * request.reply_size, total_size=len(request.payload))

    def ServerStream(self, request, context):
        for number in range(request.replies):
            yield pb.Reply(number=number, payload=b"x" * request.reply_size)
        obey(request, context)

    def ClientStream(self, request_iterator, context):
        sizes = [len(request.payload) for request in request_iterator]
        return pb.Reply(number=len(sizes), total_size=sum(sizes))

    def Duplex(self, request_iterator, context):
        for number, request in enumerate(request_iterator):
            obey(request, context)
            yield pb.Reply(text=request.text, number=number)


def main():
    server = grpc.server(
        concurrent.futures.ThreadPoolExecutor(max_workers=8),
        options=[("grpc.max_receive_message_length", -1)],
        compression=grpc.Compression.Gzip,
    )
    stubs.add_InteropServicer_to_server(Interop(), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(port, flush=True)
    sys.stdin.read()
    server.stop(None)


if __name__ == "__main__":
    main()
