"""The benchmark service on grpcio. Prints its port, ends with its input. Usage: server.py STUBS"""
import concurrent.futures
import sys

import grpc

sys.path.insert(0, sys.argv[1])
import throughput_pb2 as pb  # noqa: E402
import throughput_pb2_grpc as stubs  # noqa: E402


class Throughput(stubs.ThroughputServicer):
    def Echo(self, request, context):
        return request

    def StreamBars(self, request, context):
        for i in range(request.messages):
            yield pb.Bar(
                instrument=3, time=1_600_000_000 + 60 * i, open=50.5, high=51.25, low=49.75, close=50.75, volume=1000.0
            )

    def StreamBlocks(self, request, context):
        block = pb.Block(data=b"b" * request.block_bytes)
        for _ in range(request.messages):
            yield block


def main():
    options = [("grpc.max_send_message_length", -1), ("grpc.so_reuseport", 0)]
    server = grpc.server(concurrent.futures.ThreadPoolExecutor(max_workers=8), options=options)
    stubs.add_ThroughputServicer_to_server(Throughput(), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(port, flush=True)
    sys.stdin.read()
    server.stop(None)


if __name__ == "__main__":
    main()
