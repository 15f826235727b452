"""Messages taken apart in place give what the generated code gives."""

import random
import unittest

import numpy as np
from fake_server import column_block
from tradewind import pb
from tradewind.table import ColumnTable
from tradewind.wire import ColumnsView


class ColumnsViewTest(unittest.TestCase):
    def test_any_message_reads_as_the_generated_code_reads_it(self):
        generator = random.Random(7)
        for _ in range(200):
            rows = generator.choice([0, 1, 3, 200, 20_000])
            names = generator.sample(["close", "volume", "LF98TRUU_Index_OAS", "größe", ""], generator.randint(0, 5))
            message = pb.ReadColumnsResponse(
                sequence=generator.choice([0, 1, 1 << 40]),
                block=column_block(list(range(rows)), **{name: [generator.random()] * rows for name in names}),
                revision=generator.choice(["", "ab" * 32]),
                total_row_count=generator.choice([0, 5, 1_000_000]),
            )
            view = ColumnsView.parse(message.SerializeToString())
            self.assertEqual((message.block.row_count, message.total_row_count), (view.block.row_count, view.total_row_count))
            self.assertEqual(message.block.times, bytes(view.block.times))
            self.assertEqual([(c.name, c.values) for c in message.block.columns], [(c.name, bytes(c.values)) for c in view.block.columns])

    def test_packed_columns_and_even_times_are_unpacked(self):
        for kind, width in (("u1", 1), ("<u2", 2), ("<u4", 4)):
            offsets = np.array([0, 5, np.iinfo(kind).max, 17], kind)
            message = pb.ReadColumnsResponse(
                block=pb.ColumnBlock(
                    row_count=4,
                    regular_times=pb.RegularTimes(start=-60, step=30),
                    columns=[pb.Column(name="close", packed=pb.PackedValues(offsets=offsets.tobytes(), width=width, base=-12, exponent=2, has_missing=True))],
                )
            )
            table = ColumnTable.from_blocks([ColumnsView.parse(message.SerializeToString()).block])
            np.testing.assert_array_equal(table["close"], [-0.12, -0.07, np.nan, 0.05])
            self.assertEqual([-60, -30, 0, 30], table.times.astype(np.int64).tolist())

    def test_packed_columns_of_the_wrong_length_are_refused(self):
        message = pb.ReadColumnsResponse(
            block=pb.ColumnBlock(row_count=2, regular_times=pb.RegularTimes(start=0, step=1), columns=[pb.Column(name="x", packed=pb.PackedValues(offsets=b"123", width=2))])
        )
        with self.assertRaisesRegex(ValueError, "3 packed bytes"):
            ColumnTable.from_blocks([ColumnsView.parse(message.SerializeToString()).block])

    def test_fields_of_later_servers_are_passed_over(self):
        message = pb.ReadColumnsResponse(block=column_block([1], close=[2.0]), total_row_count=1).SerializeToString()
        # Fields 100 to 103: a number, eight bytes, four bytes and text.
        later = b"\xa0\x06\x7f" + b"\xa9\x06" + bytes(8) + b"\xb5\x06" + bytes(4) + b"\xba\x06\x02ab"
        view = ColumnsView.parse(later + message + later)
        self.assertEqual((1, 1, ["close"]), (view.total_row_count, view.block.row_count, [c.name for c in view.block.columns]))

    def test_a_message_that_is_cut_off_is_refused(self):
        message = pb.ReadColumnsResponse(block=column_block([1, 2], close=[2.0, 3.0])).SerializeToString()
        for length in range(1, len(message)):
            with self.assertRaises(ValueError):
                ColumnsView.parse(message[:length])

    def test_an_unknown_wire_type_is_refused(self):
        with self.assertRaisesRegex(ValueError, "wire type 3"):
            ColumnsView.parse(b"\x0b")


if __name__ == "__main__":
    unittest.main()
