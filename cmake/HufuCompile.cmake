# How Hufu's own code is compiled. Nothing here reaches people who link the installed package.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
if(NOT EMSCRIPTEN)
  set(CMAKE_POSITION_INDEPENDENT_CODE ON)
endif()
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE RelWithDebInfo)
endif()

# Lines, for backtraces and profiles. Types would take a quarter of the build's time and half a
# gigabyte; whoever debugs configures Debug.
if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
  set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1 -DNDEBUG")
endif()

find_program(HUFU_CCACHE ccache)
mark_as_advanced(HUFU_CCACHE)
if(HUFU_CCACHE AND CMAKE_HOST_UNIX AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
  # It asks for this where headers are precompiled.
  set(CMAKE_CXX_COMPILER_LAUNCHER env CCACHE_SLOPPINESS=pch_defines,time_macros "${HUFU_CCACHE}")
endif()

if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
  add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wconversion)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    # False alarms of g++ 12 at -O2: in std::string's operator+ (GCC bug 105651), and where it
    # inlines only one of the two operators that allocate a coroutine's frame.
    add_compile_options(-Wno-restrict -Wno-mismatched-new-delete)
  endif()
  if(HUFU_WARNINGS_AS_ERRORS)
    add_compile_options(-Werror)
  endif()
endif()

if(HUFU_SANITIZE)
  # Without the vptr check: it wants RTTI, which the core is built without.
  add_compile_options(-fsanitize=address,undefined -fno-sanitize=vptr -fno-sanitize-recover=all
                      -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()
if(HUFU_SANITIZE_THREADS)
  add_compile_options(-fsanitize=thread -fno-omit-frame-pointer)
  add_link_options(-fsanitize=thread)
endif()

if(EMSCRIPTEN)
  # libc++ 13 offers coroutines under std::experimental only; core/src/flow has the shim.
  add_compile_options(-fno-exceptions -fno-rtti -fvisibility=hidden
                      -Wno-deprecated-experimental-coroutine)
endif()
