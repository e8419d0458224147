/* The linker names of format/. Its code is linked into users' programs too (libcoverrt.a), so this list gives each
 * external function a reserved prefix; callers write the plain names. Add each new external function here: the test
 * tests/format/symbols.sh fails if one is missing. Each header of format/ that declares a function includes this file
 * first. */
#ifndef COVER_FORMAT_PREFIX_H
#define COVER_FORMAT_PREFIX_H

#define counter_args_next __cover_counter_args_next
#define counter_args_start __cover_counter_args_start
#define counter_bytes_encode __cover_counter_bytes_encode
#define counter_file_open __cover_counter_file_open
#define counter_footer_encode __cover_counter_footer_encode
#define counter_func_encode __cover_counter_func_encode
#define counter_func_next __cover_counter_func_next
#define counter_header_encode __cover_counter_header_encode
#define counter_preamble_encode __cover_counter_preamble_encode
#define counter_segment_next __cover_counter_segment_next
#define counter_value_next __cover_counter_value_next
#define counter_values_next __cover_counter_values_next
#define cursor_bytes __cover_cursor_bytes
#define cursor_left __cover_cursor_left
#define cursor_of __cover_cursor_of
#define cursor_u16 __cover_cursor_u16
#define cursor_u32 __cover_cursor_u32
#define cursor_u32_big __cover_cursor_u32_big
#define cursor_u64 __cover_cursor_u64
#define cursor_u8 __cover_cursor_u8
#define cursor_uleb __cover_cursor_uleb
#define disposition_name __cover_disposition_name
#define disposition_parse __cover_disposition_parse
#define fnv_add __cover_fnv_add
#define fnv_finish __cover_fnv_finish
#define fnv_start __cover_fnv_start
#define granularity_name __cover_granularity_name
#define granularity_parse __cover_granularity_parse
#define md5_add __cover_md5_add
#define md5_finish __cover_md5_finish
#define md5_start __cover_md5_start
#define meta_encode __cover_meta_encode
#define meta_encode_interned __cover_meta_encode_interned
#define meta_file_blob __cover_meta_file_blob
#define meta_file_encode __cover_meta_file_encode
#define meta_file_open __cover_meta_file_open
#define meta_file_header_encode __cover_meta_file_header_encode
#define meta_final_hash __cover_meta_final_hash
#define meta_func_at __cover_meta_func_at
#define meta_func_extensions __cover_meta_func_extensions
#define meta_func_finish __cover_meta_func_finish
#define meta_group __cover_meta_group
#define meta_group_encode __cover_meta_group_encode
#define meta_group_hash __cover_meta_group_hash
#define meta_group_number __cover_meta_group_number
#define meta_lines_next __cover_meta_lines_next
#define meta_lines_open __cover_meta_lines_open
#define meta_lines_range __cover_meta_lines_range
#define meta_lines_write __cover_meta_lines_write
#define meta_string_at __cover_meta_string_at
#define meta_symbol_head __cover_meta_symbol_head
#define meta_symbol_open __cover_meta_symbol_open
#define meta_unit_next __cover_meta_unit_next
#define mode_name __cover_mode_name
#define mode_parse __cover_mode_parse
#define string_next __cover_string_next
#define uleb_size __cover_uleb_size
#define writer_bytes __cover_writer_bytes
#define writer_flush __cover_writer_flush
#define writer_into __cover_writer_into
#define writer_room __cover_writer_room
#define writer_string __cover_writer_string
#define writer_u32 __cover_writer_u32
#define writer_u64 __cover_writer_u64
#define writer_u8 __cover_writer_u8
#define writer_uleb __cover_writer_uleb
#define writer_zeros __cover_writer_zeros

#endif
