# Builds from nothing in less time (docs/decisions/0021-builds-from-nothing.md).
option(HUFU_QUICK_BUILD "Precompile foreign headers, and compile the sources of one folder together" ON)

# Sources of one folder that are compiled as one: enough to read their headers once, few enough that nobody waits long
# after a changed line.
set(HUFU_TOGETHER 10)

# hufu_precompile(TARGET HEADER...): foreign headers only. Ours are included by who uses them, so that a file's includes
# tell what it may touch; whoever forgets a foreign one is told by the presets without HUFU_QUICK_BUILD.
function(hufu_precompile target)
  if(NOT HUFU_QUICK_BUILD)
    return()
  endif()
  target_precompile_headers(${target} PRIVATE ${ARGN})
  # Without it ccache does not take part.
  target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
endfunction()

# hufu_precompile_as(TARGET OTHER): the headers of another target, which are precompiled once for both. They have to be
# compiled with the same options.
function(hufu_precompile_as target other)
  if(NOT HUFU_QUICK_BUILD)
    return()
  endif()
  target_precompile_headers(${target} REUSE_FROM ${other})
  target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
endfunction()

# hufu_compile_together(TARGET): its sources, folder by folder; all have to be added before. Sources with compile options
# of their own stay alone.
function(hufu_compile_together target)
  if(NOT HUFU_QUICK_BUILD)
    return()
  endif()
  get_target_property(sources ${target} SOURCES)
  foreach(source IN LISTS sources)
    cmake_path(ABSOLUTE_PATH source NORMALIZE OUTPUT_VARIABLE path)
    cmake_path(GET path PARENT_PATH folder)
    cmake_path(RELATIVE_PATH folder BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}")
    string(MAKE_C_IDENTIFIER "${folder}" folder)
    list(LENGTH in_${folder} before)
    list(APPEND in_${folder} "${source}")
    math(EXPR part "${before} / ${HUFU_TOGETHER}")
    set_source_files_properties("${source}" PROPERTIES UNITY_GROUP "${folder}_${part}")
  endforeach()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
  # g++ takes what a source keeps to itself for something that a header would show to several units.
  target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
endfunction()
