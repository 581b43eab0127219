# Finds Emscripten's own toolchain file: next to $EMSCRIPTEN or $EMSDK, by em-config, or where
# Debian puts it.
set(hufu_candidates "$ENV{EMSCRIPTEN}" "$ENV{EMSDK}/upstream/emscripten")
find_program(HUFU_EM_CONFIG em-config)
mark_as_advanced(HUFU_EM_CONFIG)
if(HUFU_EM_CONFIG)
  execute_process(COMMAND "${HUFU_EM_CONFIG}" EMSCRIPTEN_ROOT
                  OUTPUT_VARIABLE hufu_root OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  list(APPEND hufu_candidates "${hufu_root}")
endif()
list(APPEND hufu_candidates /usr/share/emscripten)

foreach(hufu_root IN LISTS hufu_candidates)
  set(hufu_toolchain "${hufu_root}/cmake/Modules/Platform/Emscripten.cmake")
  if(hufu_root AND EXISTS "${hufu_toolchain}")
    include("${hufu_toolchain}")
    return()
  endif()
endforeach()
message(FATAL_ERROR "Emscripten is missing: install the package emscripten, or set EMSCRIPTEN "
                    "to the folder that holds emcc.")
